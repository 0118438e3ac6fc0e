namespace Weir.Proxy.Upstreams;

/// <summary>
/// The circuit breaker of an upstream. Three requests in a row that nothing answered open it; from then on only the probe asks, and any
/// answer, whatever its status, closes it. A library's breaker opens by the share of failures within a span, which can't say "in a row".
/// </summary>
internal sealed class UpstreamHealth
{
    public const int OpensAfter = 3;

    private int _unanswered;

    /// <summary>True while the upstream is held to be gone.</summary>
    public bool IsOpen => Volatile.Read(ref _unanswered) >= OpensAfter;

    /// <returns>True when this closed the breaker.</returns>
    public bool OnAnswered() => Volatile.Read(ref _unanswered) > 0 && Interlocked.Exchange(ref _unanswered, 0) >= OpensAfter;

    /// <returns>True when this opened the breaker.</returns>
    public bool OnUnanswered() => Interlocked.Increment(ref _unanswered) == OpensAfter;
}
