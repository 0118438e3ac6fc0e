namespace Weir.Proxy.Upstreams;

/// <summary>What came of asking an upstream for its models.</summary>
/// <param name="Problem">Why it failed and what would mend it; null when it went well.</param>
/// <param name="Models">How many it has.</param>
/// <param name="Took">From the first byte sent to the last received.</param>
public sealed record UpstreamTrial(string? Problem, int Models, TimeSpan Took);
