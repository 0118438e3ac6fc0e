using Weir.Accounting;
using Weir.Storage.Ledger.Corrections;
using Weir.Storage.Ledger.Retention;

namespace Weir.Storage.Ledger.Writing;

/// <summary>
/// The statements of one database engine that the ledger's writer runs. Used by one thread; everything between <see cref="Begin"/>
/// and <see cref="Commit"/> becomes durable together or not at all.
/// </summary>
/// <exception cref="LedgerStoreException">From every member: the store cannot be read or written now.</exception>
internal interface ILedgerStore : IDisposable
{
    /// <summary>Opens a transaction in which nobody else can change what it works on.</summary>
    /// <param name="needs">What will be asked for, so that a store far away can fetch it at once. More may be asked for.</param>
    /// <returns>True when somebody else may have written since the last one, so that what is remembered may be stale.</returns>
    bool Begin(LedgerNeeds needs);

    /// <summary>
    /// False while the transaction only takes for true what it works on. Its commit checks that, but for one thing: that there is not more room
    /// than it believes. So it may grant all that is asked for, and must run again before it decides anything else.
    /// </summary>
    bool IsExact => true;

    /// <summary>Returns when the transaction is on the disk.</summary>
    void Commit();

    /// <summary>Ends the transaction, if one is open, as if it had never been. Never throws.</summary>
    void Rollback();

    BudgetTerms? FindBudget(BudgetId budget);

    /// <summary>The window of a budget, made when missing.</summary>
    WindowAccount FindWindow(BudgetTerms budget, WindowSpan span);

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

    /// <summary>Reads a pending reservation; false when there is none.</summary>
    bool TryFind(AttemptId attempt, Reservation found);

    /// <summary>Writes the input of a pending reservation that was lowered, and its shares.</summary>
    void Shrink(Reservation reservation);

    /// <summary>Keeps a pending reservation as provisional; false when there is none.</summary>
    bool TryKeepProvisional(AttemptId attempt, DateTimeOffset abandonedAt);

    void Insert(LedgerEntry entry);

    /// <summary>Writes an entry that corrects, with who made it and why.</summary>
    /// <returns>The entry's id.</returns>
    long InsertCorrection(LedgerEntry entry, Correction correction);

    /// <summary>All entries of an attempt added up, under what its first entry says; null when it has none.</summary>
    LedgerEntry? FindEntries(AttemptId attempt);

    /// <summary>Adds to the sums of one quarter of an hour, and to those of everything.</summary>
    void Add(UsageSum sum);

    void Add(UsageTotal total);

    /// <summary>
    /// True when a process that is held to be gone surely is. Else it may only have been cut off, so that what it left open is posted at the
    /// whole reservation until it is known better.
    /// </summary>
    bool IsSureOfDeaths { get; }

    /// <summary>What processes that are gone left open, each with when that process was last known to live.</summary>
    IReadOnlyList<(Reservation Reservation, DateTimeOffset LastBeat)> ReadAbandoned();

    /// <summary>Provisional reservations that were abandoned before a time: no late settlement is to be expected any more.</summary>
    IReadOnlyList<Reservation> ReadExpired(DateTimeOffset before);

    /// <summary>Forgets the processes that were last known to live before a time, but for those that left something pending: what they used is told by it.</summary>
    void DropHeartbeats(DateTimeOffset before);

    /// <param name="at">Now.</param>
    /// <param name="always">False: only while reservations are pending, as nothing else asks for it; so an idle server's disk rests.</param>
    void WriteHeartbeat(DateTimeOffset at, bool always);

    /// <summary>By which old entries become sums.</summary>
    IRetentionStore Retention { get; }

    /// <summary>Moves what was committed into the main file, so that it can be copied alone.</summary>
    void Checkpoint();
}
