namespace Weir.Storage.Ledger.Retention;

/// <summary>The statements of one database engine by which old entries become sums, within a transaction of the ledger's writer.</summary>
/// <exception cref="Writing.LedgerStoreException">From every member: the store cannot be read or written now.</exception>
internal interface IRetentionStore
{
    /// <summary>Takes the row for this transaction; null when another process has it.</summary>
    RetentionState? TryTake();

    /// <summary>Entries with ids above one, by rising id, which nobody else can correct until the transaction ends. None when somebody is just doing that.</summary>
    IReadOnlyList<LedgerEntry> ReadOldest(long after, int most);

    /// <summary>Corrections of attempts, and sums that go by these ids.</summary>
    IReadOnlyList<LedgerEntry> ReadFurther(IReadOnlyCollection<Guid> attempts);

    /// <summary>Replaces entries by sums, whose ids are those of entries that are dropped.</summary>
    void Carry(IReadOnlyCollection<long> dropped, IReadOnlyList<LedgerEntry> sums, long through);
}
