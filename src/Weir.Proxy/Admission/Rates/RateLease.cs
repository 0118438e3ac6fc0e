namespace Weir.Proxy.Admission.Rates;

/// <summary>An exchange's place among those that its caller may have open. It ends once, however often that is said.</summary>
/// <param name="rates">Where it was let in.</param>
/// <param name="meters">On which it counts.</param>
/// <param name="tokens">What it is held to cost while it is open.</param>
internal sealed class RateLease(RateLimiting rates, RateMeter[] meters, long tokens)
{
    public RateMeter[] Meters => meters;

    public long Tokens => tokens;

    /// <summary>Under the lock of <see cref="RateLimiting"/>.</summary>
    public bool HasEnded { get; set; }

    /// <param name="used">Tokens of all classes.</param>
    public void End(long used) => rates.Leave(this, used);
}
