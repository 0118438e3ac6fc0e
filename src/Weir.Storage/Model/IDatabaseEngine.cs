using Microsoft.EntityFrameworkCore;

namespace Weir.Storage.Model;

/// <summary>What differs between SQLite and PostgreSQL for whoever reads and writes through EF.</summary>
public interface IDatabaseEngine
{
    /// <summary>As people call it.</summary>
    string Name { get; }

    /// <summary>Gives columns another type than EF would, where the engine has a better one or none.</summary>
    void MapColumns(ModelBuilder builder);

    /// <summary>Brings the database to this version's tables, while other processes may do the same.</summary>
    Task MigrateAsync(WeirDbContext db, CancellationToken cancellationToken);

    /// <summary>
    /// True when a transaction was undone only because of another that ran beside it. Run again, it finds what that one did, and a
    /// duplicate is then refused by whoever looks for it.
    /// </summary>
    bool IsConflict(Exception failure);

    /// <summary>True when the database can't be used now: it is gone, silent, full or read-only. It may pass.</summary>
    bool IsTrouble(Exception failure);

    /// <summary>The first step of a transaction that runs again: it takes its place behind others that do, so that they don't meet again.</summary>
    Task QueueAsync(WeirDbContext db, CancellationToken cancellationToken);

    /// <summary>Begins what <see cref="WeirDbContext.BeginSnapshotAsync"/> promises. It may last for as long as a whole ledger takes to read.</summary>
    Task BeginSnapshotAsync(WeirDbContext db, CancellationToken cancellationToken);

    /// <summary>Asks the store for its version and its size: a small question, which also tells whether it answers.</summary>
    Task<StoreFacts> ReadFactsAsync(WeirDbContext db, CancellationToken cancellationToken);

    /// <summary>The turn to make what all processes on the database have in common, should they start at once; disposing it ends it.</summary>
    /// <returns>Null where there can be no other.</returns>
    Task<IAsyncDisposable?> TakeTurnAsync(CancellationToken cancellationToken);
}
