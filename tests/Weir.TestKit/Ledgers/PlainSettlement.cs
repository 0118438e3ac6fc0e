using Weir.Accounting;

namespace Weir.TestKit.Ledgers;

/// <summary>How an attempt ended.</summary>
public sealed record PlainSettlement
{
    public required AttemptId Attempt { get; init; }

    /// <summary>False on proof that nothing was processed.</summary>
    public bool IsPosted { get; init; } = true;

    /// <summary>False when not a byte was sent: then nothing remains of it.</summary>
    public bool WasSent { get; init; } = true;

    /// <summary>Zero for one that is voided.</summary>
    public Usage Usage { get; init; }

    /// <summary>What the usage cost.</summary>
    public long NanoDollars { get; init; }

    public UsageSource Source { get; init; }

    /// <summary>What it adds to its windows.</summary>
    public PlainAmounts Amounts => IsPosted ? PlainAmounts.Of(Usage, NanoDollars) : PlainAmounts.Nothing;
}
