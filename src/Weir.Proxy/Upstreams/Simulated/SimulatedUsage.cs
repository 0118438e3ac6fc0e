namespace Weir.Proxy.Upstreams.Simulated;

/// <summary>Anthropic's usage object.</summary>
internal sealed record SimulatedUsage(long InputTokens, long CacheCreationInputTokens, long CacheReadInputTokens, long OutputTokens);
