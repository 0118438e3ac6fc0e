using Weir.Accounting;

namespace Weir.Storage.Ledger.Writing;

/// <summary>
/// The statements of one database engine that the ledger's writer runs. Used by one thread; everything between <see cref="Begin"/>
/// and <see cref="Commit"/> becomes durable together or not at all.
/// </summary>
/// <exception cref="LedgerStoreException">From every member: the store cannot be read or written now.</exception>
internal interface ILedgerStore : IDisposable
{
    /// <summary>Opens a transaction that nobody else can write beside.</summary>
    /// <returns>True when somebody else has written since the last one, so that what is remembered may be stale.</returns>
    bool Begin();

    /// <summary>Returns when the transaction is on the disk.</summary>
    void Commit();

    /// <summary>Ends the transaction, if one is open, as if it had never been. Never throws.</summary>
    void Rollback();

    /// <summary>The window of a budget that counts now, made when missing; null when there is no such budget.</summary>
    WindowAccount? FindWindow(BudgetId budget);

    WindowAccount? FindWindow(long id);

    /// <summary>Writes what a window holds, if it still holds what it held when it was read.</summary>
    bool TryWrite(WindowAccount window);

    /// <summary>The number of a name, made when missing.</summary>
    long NameId(string text);

    void Insert(Reservation reservation);

    /// <summary>Takes a pending reservation away; false when there is none.</summary>
    bool TryEnd(AttemptId attempt, Reservation ended);

    /// <summary>Takes a provisional reservation away; false when there is none.</summary>
    bool TryEndProvisional(AttemptId attempt);

    /// <summary>Lowers the input of a pending reservation and marks it as reported; null when there is none, or nothing to lower.</summary>
    ShrunkReservation? TryShrink(AttemptId attempt, long input);

    /// <summary>Keeps a pending reservation as provisional; false when there is none.</summary>
    bool TryKeepProvisional(AttemptId attempt);

    void Insert(LedgerEntry entry);

    /// <summary>All entries of an attempt added up, under what its first entry says; null when it has none.</summary>
    LedgerEntry? FindEntries(AttemptId attempt);

    IReadOnlyList<Reservation> ReadPending();

    /// <summary>Forgets provisional reservations that were admitted before a time.</summary>
    void DropProvisional(DateTimeOffset before);

    DateTimeOffset? ReadHeartbeat();

    /// <param name="at">Now.</param>
    /// <param name="always">False: only while reservations are pending, as nothing else asks for it; so an idle server's disk rests.</param>
    void WriteHeartbeat(DateTimeOffset at, bool always);

    /// <summary>Moves what was committed into the main file, so that it can be copied alone.</summary>
    void Checkpoint();
}
