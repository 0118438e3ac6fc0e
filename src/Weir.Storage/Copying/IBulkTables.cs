using Weir.Storage.Model;

namespace Weir.Storage.Copying;

/// <summary>What differs between the two engines for whoever reads and writes whole tables, on the open connection of a context.</summary>
internal interface IBulkTables
{
    /// <summary>Fixes what is read until <see cref="EndReadingAsync"/>: one moment of the database, while others write.</summary>
    Task BeginReadingAsync(WeirDbContext db, CancellationToken cancellationToken);

    Task EndReadingAsync(WeirDbContext db);

    /// <summary>
    /// Begins what becomes durable together, at <see cref="CommitAsync"/>, or not at all. Nobody else reads or writes any of the tables until then.
    /// </summary>
    Task BeginWritingAsync(WeirDbContext db, IReadOnlyList<CopiedTable> tables, CancellationToken cancellationToken);

    /// <summary>Takes all rows away.</summary>
    Task EmptyAsync(WeirDbContext db, IReadOnlyList<CopiedTable> tables, CancellationToken cancellationToken);

    Task<IRowWriter> WriteAsync(WeirDbContext db, CopiedTable table, CancellationToken cancellationToken);

    /// <summary>Lets the database number new rows after those that were written.</summary>
    Task CountOnAsync(WeirDbContext db, CopiedTable table, CancellationToken cancellationToken);

    Task CommitAsync(WeirDbContext db, CancellationToken cancellationToken);

    /// <summary>As if nothing had been written.</summary>
    Task RollbackAsync(WeirDbContext db);
}
