using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Storage.Ledger.Writing;
using Weir.Storage.Model;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>A database engine whose ledger store is simulated: one real database, which schedules use one after the other.</summary>
internal interface ISimulatedEngine : IDisposable
{
    IDbContextFactory<WeirDbContext> Contexts { get; }

    /// <summary>How many processes share the database at a time.</summary>
    int Processes { get; }

    /// <summary>The store as a process that has just started opens it.</summary>
    ILedgerStore Open(LedgerReplica replica, TimeProvider time);

    /// <summary>Time has passed, in which those that live have beaten every second.</summary>
    /// <param name="now">What the database's own clock shows from now on, where it has one.</param>
    /// <param name="living">Processes that were neither dead nor cut off, and have committed something since they came back.</param>
    void Tick(DateTimeOffset now, IReadOnlyList<LedgerReplica> living);

    /// <summary>Another process changes a cap.</summary>
    void SetCap(BudgetId budget, long? cap);

    /// <summary>Reads what is committed, on a connection of its own: windows and open reservations whole, entries from where the last reading ended.</summary>
    /// <returns>False when surely nobody has written anything since these rows were read, so that they still hold.</returns>
    bool Read(StoredRows rows);
}
