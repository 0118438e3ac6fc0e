using Weir.Accounting;

namespace Weir.Storage.Ledger.Corrections;

/// <summary>
/// What an attempt really used, as an administrator says. These are whole figures and not differences, so that saying it twice corrects once.
/// </summary>
public sealed record CorrectionRequest
{
    public required AttemptId Attempt { get; init; }

    /// <summary>1 to <see cref="Correction.LongestReason"/> characters.</summary>
    public required string Reason { get; init; }

    /// <inheritdoc cref="Correction.MadeBy"/>
    public required UserId? MadeBy { get; init; }

    /// <summary>What was counted wrongly.</summary>
    public required CorrectedCounts Counts { get; init; }

    /// <summary>The price of the attempt, by which the money follows the counts when it isn't among them; null when it has none.</summary>
    public Price? Price { get; init; }
}
