using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Verification;
using Weir.Storage.Model;
using Weir.Storage.Secrets;
using Weir.Storage.Steps;

namespace Weir.Storage.Copying;

/// <summary>
/// Fills the tables of a database in which nobody has an account yet, in one transaction: all of it becomes durable, at <see cref="CommitAsync"/>,
/// or nothing. On SQLite the file is new, and is thrown away when filling it fails.
/// </summary>
public sealed class DatabaseFill : IAsyncDisposable
{
    /// <summary>What a Weir that was merely started has rows in.</summary>
    private static readonly Type[] OfAnyStart = [typeof(Heartbeat), typeof(RingKey)];

    private readonly WeirDbContext _db;
    private readonly IBulkTables _bulk;
    private readonly IStepProgress _progress;
    private readonly IReadOnlyList<CopiedTable> _tables;

    private DatabaseFill(IServiceProvider store, IStepProgress progress)
    {
        _bulk = store.GetRequiredService<IBulkTables>();
        _db = store.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContext();
        _db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        _progress = progress;
        _tables = CopiedTable.All(_db);
    }

    /// <param name="store">The services of a store, with this version's tables.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CopyRefusedException">It is in use, or has been.</exception>
    public static async Task<DatabaseFill> BeginAsync(IServiceProvider store, IStepProgress progress, CancellationToken cancellationToken)
    {
        var fill = new DatabaseFill(store, progress);
        try
        {
            await fill._db.Database.OpenConnectionAsync(cancellationToken);
            await fill._bulk.BeginWritingAsync(fill._db, fill._tables, cancellationToken);
            await RefuseUsedAsync(fill._db, cancellationToken);
            return fill;
        }
        catch
        {
            await fill.DisposeAsync();
            throw;
        }
    }

    /// <summary>Nothing is lost of a database that has no more rows than every new one, and what any start of Weir leaves.</summary>
    /// <exception cref="CopyRefusedException">It has; the message says where.</exception>
    public static async Task RefuseUsedAsync(WeirDbContext db, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        var used = new List<string>();
        foreach (var table in CopiedTable.All(db).Where(table => !OfAnyStart.Contains(table.Entity)))
        {
            var rows = await table.CountAsync(db, cancellationToken);
            if (rows > table.Seeds)
            {
                used.Add($"{table.Name} ({rows:N0})");
            }
        }

        if (used.Count > 0)
        {
            throw new CopyRefusedException($"This installation is in use or has been, as it has rows in {string.Join(", ", used)}. Nothing was changed.");
        }
    }

    /// <summary>Writes rows of one table. Where the database would number them, they bring their numbers.</summary>
    public async Task AddAsync<T>(IEnumerable<T> rows, CancellationToken cancellationToken)
        where T : class
    {
        var table = _tables.Single(each => each.Entity == typeof(T));
        var values = new object?[table.Columns.Length];
        await using (var writer = await _bulk.WriteAsync(_db, table, cancellationToken))
        {
            foreach (var row in rows)
            {
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = table.Columns[i].ToStoredFrom(row);
                }

                await writer.WriteAsync(values, cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
            }

            await writer.CompleteAsync(cancellationToken);
        }

        await _bulk.CountOnAsync(_db, table, cancellationToken);
    }

    /// <summary>Adds up what was written.</summary>
    public Task<LedgerReport> VerifyAsync(CancellationToken cancellationToken) => LedgerVerifier.VerifyAsync(_db, _progress, cancellationToken);

    /// <summary>Makes it last, and lets processes that run already drop what they had read.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await _db.ConfigVersions.ExecuteUpdateAsync(row => row.SetProperty(r => r.Version, r => r.Version + 1), cancellationToken);
        await _bulk.CommitAsync(_db, cancellationToken);
    }

    /// <summary>Undoes what was not committed.</summary>
    public async ValueTask DisposeAsync()
    {
        await using (_db)
        {
            await _bulk.RollbackAsync(_db);
        }
    }
}
