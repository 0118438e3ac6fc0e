using System.Collections.Immutable;
using Weir.Proxy;
using Weir.Proxy.Dialects;

namespace Weir.Settings;

/// <summary>What the data plane is to know of the settings.</summary>
internal static class ProxySettingsFactory
{
    public static ProxySettings Create(WeirSettings settings) => new()
    {
        Routing = new(settings.Anthropic is { } anthropic ? [anthropic] : [], []),
        DefaultModels = settings.DefaultModel is { } model ? ImmutableDictionary<Dialect, string>.Empty.Add(Dialect.Anthropic, model) : ImmutableDictionary<Dialect, string>.Empty,
        DefaultMaxTokens = settings.DefaultMaxTokens,
        Models = settings.Models,
        // The rest is for everything else that a request needs.
        BodyMemory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4,
        Patience = settings.Patience,
        CountsPerMinute = settings.CountsPerMinute,
        StopDeadline = settings.StopDeadline,
    };
}
