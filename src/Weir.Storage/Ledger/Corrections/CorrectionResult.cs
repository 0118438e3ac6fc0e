using Weir.Accounting;

namespace Weir.Storage.Ledger.Corrections;

/// <summary>What became of a correction.</summary>
public abstract record CorrectionResult
{
    private CorrectionResult()
    {
    }

    /// <summary>There is no such attempt any more: its details were carried into a sum.</summary>
    public sealed record Unknown : CorrectionResult;

    /// <summary>The attempt stands as it was asked for.</summary>
    /// <param name="Entry">The entry that corrects; null when nothing had to be corrected.</param>
    /// <param name="Usage">What the attempt is counted as now, all its entries together.</param>
    /// <param name="NanoDollars">What it costs now.</param>
    /// <param name="Requests">As how many requests it counts now.</param>
    public sealed record Done(long? Entry, Usage Usage, long NanoDollars, long Requests) : CorrectionResult;
}
