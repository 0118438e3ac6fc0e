namespace Weir.Proxy.Upstreams;

/// <summary>What an upstream is.</summary>
public enum UpstreamKind
{
    Anthropic,

    /// <summary>Weir's own demonstration model, there only while nothing else is configured.</summary>
    Simulated,
}
