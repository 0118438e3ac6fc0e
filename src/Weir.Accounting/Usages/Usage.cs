namespace Weir.Accounting;

/// <summary>
/// The counts of one attempt, in tokens. The input classes are disjoint, as Anthropic reports them: a token read from the cache is
/// in <see cref="CacheRead"/> and not in <see cref="Input"/>. What bears on the price besides is in <see cref="Circumstances"/>.
/// </summary>
/// <param name="Input">Input that was neither read from a cache nor written to one.</param>
/// <param name="CacheRead">Input read from a cache.</param>
/// <param name="CacheWrite5m">Input written to a cache that lives five minutes.</param>
/// <param name="CacheWrite1h">Input written to a cache that lives an hour.</param>
/// <param name="Output">Output, thinking included, shown or not.</param>
public readonly record struct Usage(long Input, long CacheRead, long CacheWrite5m, long CacheWrite1h, long Output)
{
    /// <summary>All input, whatever its class.</summary>
    public long TotalInput => checked(Input + CacheRead + CacheWrite5m + CacheWrite1h);

    /// <summary>What a budget in tokens counts: every class in full, cache reads too.</summary>
    public long Total => checked(TotalInput + Output);
}
