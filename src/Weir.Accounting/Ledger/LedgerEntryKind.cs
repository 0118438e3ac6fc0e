namespace Weir.Accounting;

/// <summary>What an entry of the ledger is. The numbers are stored.</summary>
public enum LedgerEntryKind
{
    /// <summary>What one attempt used.</summary>
    Posted = 0,

    /// <summary>An attempt that is proven to have used nothing; its counts are zero.</summary>
    Voided = 1,

    /// <summary>A difference to an earlier entry of the same attempt; its counts may be negative.</summary>
    Correction = 2,

    /// <summary>The sum of old entries, whose details are no longer kept.</summary>
    Carried = 3,
}
