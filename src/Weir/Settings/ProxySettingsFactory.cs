using Weir.Proxy;

namespace Weir.Settings;

/// <summary>What the data plane is to know of the settings.</summary>
internal static class ProxySettingsFactory
{
    public static ProxySettings Create(WeirSettings settings) => new()
    {
        Routing = new(settings.Upstreams, settings.Routes),
        DefaultModels = settings.DefaultModels,
        DefaultMaxTokens = settings.DefaultMaxTokens,
        Models = settings.Models,
        // The rest is for everything else that a request needs.
        BodyMemory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4,
        Patience = settings.Patience,
        CountsPerMinute = settings.CountsPerMinute,
        StopDeadline = settings.StopDeadline,
    };
}
