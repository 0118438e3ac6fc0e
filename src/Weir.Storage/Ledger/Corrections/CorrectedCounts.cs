using Weir.Accounting;

namespace Weir.Storage.Ledger.Corrections;

/// <summary>Figures of an attempt as they should be; what is null stays as it is.</summary>
public sealed record CorrectedCounts
{
    /// <summary>No attempt comes near it, and sums stay far from overflow: a million millions, of tokens or of nano-dollars (1,000 dollars).</summary>
    public const long Most = 1_000_000_000_000;

    public long? Input { get; init; }

    public long? CacheRead { get; init; }

    public long? CacheWrite5m { get; init; }

    public long? CacheWrite1h { get; init; }

    public long? Output { get; init; }

    public long? NanoDollars { get; init; }

    /// <summary>1 when the attempt counts as a request, 0 when it doesn't.</summary>
    public long? Requests { get; init; }

    public bool IsEmpty => this == new CorrectedCounts();

    public bool IsInRange => Requests is null or 0 or 1
        && Array.TrueForAll([Input, CacheRead, CacheWrite5m, CacheWrite1h, Output, NanoDollars], count => count is null or (>= 0 and <= Most));

    internal Usage Over(in Usage counted) => new(
        Input ?? counted.Input,
        CacheRead ?? counted.CacheRead,
        CacheWrite5m ?? counted.CacheWrite5m,
        CacheWrite1h ?? counted.CacheWrite1h,
        Output ?? counted.Output);
}
