using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Storage.Ledger.Writing;
using Weir.Storage.Model;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>A database engine whose ledger store is simulated: one real database, which schedules use one after the other.</summary>
internal interface ISimulatedEngine : IDisposable
{
    IDbContextFactory<WeirDbContext> Contexts { get; }

    /// <summary>The store as a process that has just started opens it.</summary>
    ILedgerStore Open(LedgerReplica replica);

    /// <summary>Makes sure that the engine holds a process for gone, after it has died.</summary>
    void Bury(LedgerReplica replica);

    /// <summary>Another process changes a cap.</summary>
    void SetCap(BudgetId budget, long? cap);

    /// <summary>Reads what is committed, on a connection of its own: windows and open reservations whole, entries from where the last reading ended.</summary>
    void Read(StoredRows rows);
}
