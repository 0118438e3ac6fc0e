namespace Weir.Storage.Ledger.Writing;

/// <summary>The store cannot be used now: a full disk, a lock that another process holds, a device that fails. It may pass.</summary>
public sealed class LedgerStoreException : Exception
{
    public LedgerStoreException(string message, Exception? innerException) : base(message, innerException)
    {
    }

    public LedgerStoreException(string message) : base(message)
    {
    }

    public LedgerStoreException()
    {
    }

    /// <summary>A transaction needs to know what it has only assumed.</summary>
    public static LedgerStoreException NotExact(Exception? reason = null) =>
        new("What the ledger remembered was not enough.", reason) { IsConflict = true };

    /// <summary>True when the store is well and took nothing, because another was in the way: it is worth trying again at once.</summary>
    public bool IsConflict { get; init; }

    /// <summary>True when a commit may have come through all the same.</summary>
    public bool IsOutcomeUnknown { get; init; }
}
