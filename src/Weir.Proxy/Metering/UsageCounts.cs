using Weir.Accounting;

namespace Weir.Proxy.Metering;

/// <summary>What an upstream has said of its usage so far. A count it did not give is null, which is not zero.</summary>
internal struct UsageCounts
{
    public long? Input { get; set; }

    public long? CacheRead { get; set; }

    /// <summary>All tokens written to the cache, whatever their lifetime.</summary>
    public long? CacheWrite { get; set; }

    public long? CacheWrite1h { get; set; }

    public long? Output { get; set; }

    /// <summary>What was used besides, by further model calls that the other counts leave out.</summary>
    public Usage Besides { get; set; }

    /// <summary>What the answer said that bears on the price; null when it said nothing.</summary>
    public Circumstances? Circumstances { get; set; }

    /// <summary>The reported classes with zero for what was not said; <see cref="Usage.Output"/> is the caller's to judge.</summary>
    public readonly Usage ToUsage(long output)
    {
        var write1h = CacheWrite1h ?? 0;
        return new(
            (Input ?? 0) + Besides.Input,
            (CacheRead ?? 0) + Besides.CacheRead,
            Math.Max(0, (CacheWrite ?? 0) - write1h) + Besides.CacheWrite5m,
            write1h + Besides.CacheWrite1h,
            output + Besides.Output);
    }
}
