using Weir.Proxy;
using Weir.Proxy.Upstreams;

namespace Weir.Settings;

/// <summary>What the data plane is to know of the settings.</summary>
internal static class ProxySettingsFactory
{
    private const string AnthropicModel = "claude-sonnet-4-5";

    public static ProxySettings Create(WeirSettings settings) => new()
    {
        Upstreams = [settings.Anthropic ?? Simulated],
        DefaultModel = settings.DefaultModel ?? (settings.Anthropic is null ? "demo" : AnthropicModel),
        DefaultMaxTokens = settings.DefaultMaxTokens,
        Models = settings.Models,
        // The rest is for everything else that a request needs.
        BodyMemory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4,
        Patience = settings.Patience,
        CountsPerMinute = settings.CountsPerMinute,
        StopDeadline = settings.StopDeadline,
    };

    private static UpstreamConfig Simulated { get; } = new()
    {
        Name = "simulated",
        Kind = UpstreamKind.Simulated,
        BaseUrl = new("http://simulated.invalid"),
    };
}
