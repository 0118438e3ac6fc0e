using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.Storage.Ledger.Verification;
using Weir.Storage.Model;
using Weir.Storage.Secrets;
using Weir.Storage.Steps;

namespace Weir.Storage.Copying;

/// <summary>
/// Copies every table of the model from one database to another, of either engine, in bounded memory: one moment of the source, in one transaction of
/// the target, which commits only when the copy was read back and found to be the same. So an interrupted copy leaves nothing behind, and none
/// that is half done can be served.
/// </summary>
public sealed class DatabaseCopy : IAsyncDisposable
{
    private readonly WeirDbContext _source;
    private readonly WeirDbContext _target;
    private readonly IBulkTables _from;
    private readonly IBulkTables _to;
    private readonly IStepProgress _progress;
    private readonly IReadOnlyList<CopiedTable> _sourceTables;
    private readonly IReadOnlyList<CopiedTable> _targetTables;
    private long _rows;

    /// <param name="source">The services of a store, with this version's tables.</param>
    /// <param name="target">The services of another, with this version's tables and no rows.</param>
    /// <param name="progress">Hears how far it is.</param>
    public DatabaseCopy(IServiceProvider source, IServiceProvider target, IStepProgress progress)
    {
        (_from, _source) = Open(source);
        (_to, _target) = Open(target);
        _progress = progress;
        (_sourceTables, _targetTables) = (CopiedTable.All(_source), CopiedTable.All(_target));
    }

    /// <summary>Copies, reads the copy back, and adds its ledger up. Nothing lasts before <see cref="CommitAsync"/>.</summary>
    /// <exception cref="CopyRefusedException">The target holds something already, or doesn't hold afterwards what the source does.</exception>
    public async Task<CopyReport> RunAsync(CancellationToken cancellationToken)
    {
        await _target.Database.OpenConnectionAsync(cancellationToken);
        await _to.BeginWritingAsync(_target, _targetTables, cancellationToken);
        await RefuseUsedAsync(cancellationToken);
        await _to.EmptyAsync(_target, _targetTables, cancellationToken);
        var digests = await CopyAllAsync(cancellationToken);
        await CompareAllAsync(digests, cancellationToken);
        var ledger = await LedgerVerifier.VerifyAsync(_target, _progress, cancellationToken);
        return new(_targetTables.Count, _rows, ledger);
    }

    /// <summary>Adds a key of the key ring, which lies beside an SQLite file but in a PostgreSQL database.</summary>
    public Task AddKeyAsync(RingKey key, CancellationToken cancellationToken) =>
        _target.Database.ExecuteSqlAsync($"INSERT INTO key_ring (name, xml) VALUES ({key.Name}, {key.Xml})", cancellationToken);

    /// <summary>Takes the key ring out of the copy.</summary>
    public async Task<IReadOnlyList<RingKey>> TakeKeysAsync(CancellationToken cancellationToken)
    {
        var keys = await _target.KeyRing.ToListAsync(cancellationToken);
        await _target.Database.ExecuteSqlAsync($"DELETE FROM key_ring", cancellationToken);
        return keys;
    }

    /// <summary>Makes the copy last.</summary>
    public Task CommitAsync(CancellationToken cancellationToken) => _to.CommitAsync(_target, cancellationToken);

    /// <summary>Undoes what was not committed.</summary>
    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await using (_target)
        {
            await _to.RollbackAsync(_target);
        }
    }

    private static (IBulkTables Tables, WeirDbContext Context) Open(IServiceProvider services)
    {
        var context = services.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContext();
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return (services.GetRequiredService<IBulkTables>(), context);
    }

    private async Task RefuseUsedAsync(CancellationToken cancellationToken)
    {
        var used = new List<string>();
        foreach (var table in _targetTables)
        {
            var rows = await table.CountAsync(_target, cancellationToken);
            if (rows > table.Seeds)
            {
                used.Add($"{table.Name} ({rows:N0})");
            }
        }

        if (used.Count > 0)
        {
            throw new CopyRefusedException($"The target is in use or has been, as it has rows in {string.Join(", ", used)}. Nothing was changed. Make a new, empty database for the copy.");
        }
    }

    private async Task<TableDigest[]> CopyAllAsync(CancellationToken cancellationToken)
    {
        await _source.Database.OpenConnectionAsync(cancellationToken);
        await _from.BeginReadingAsync(_source, cancellationToken);
        try
        {
            foreach (var table in _sourceTables)
            {
                _rows += await table.CountAsync(_source, cancellationToken);
            }

            _progress.Begin("Copying rows", _rows);
            var digests = new TableDigest[_sourceTables.Count];
            for (var i = 0; i < digests.Length; i++)
            {
                digests[i] = await CopyAsync(_sourceTables[i], _targetTables[i], cancellationToken);
            }

            return digests;
        }
        finally
        {
            await _from.EndReadingAsync(_source);
        }
    }

    private async Task<TableDigest> CopyAsync(CopiedTable source, CopiedTable target, CancellationToken cancellationToken)
    {
        var (digest, counter) = (new TableDigest(), new StepCounter(_progress));
        await using (var writer = await _to.WriteAsync(_target, target, cancellationToken))
        {
            await foreach (var values in source.ReadAsync(_source, static (column, row, i) => column.Read(row, i), cancellationToken))
            {
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = target.Columns[i].ToStored(values[i]);
                }

                digest.Add(values);
                await writer.WriteAsync(values, cancellationToken);
                counter.Count(cancellationToken);
            }

            await writer.CompleteAsync(cancellationToken);
        }

        counter.Tell();
        await _to.CountOnAsync(_target, target, cancellationToken);
        return digest;
    }

    private async Task CompareAllAsync(TableDigest[] digests, CancellationToken cancellationToken)
    {
        _progress.Begin("Reading rows back", _rows);
        for (var i = 0; i < digests.Length; i++)
        {
            var (digest, counter) = (new TableDigest(), new StepCounter(_progress));
            await foreach (var values in _targetTables[i].ReadAsync(_target, static (column, row, i) => column.ReadStored(row, i), cancellationToken))
            {
                digest.Add(values);
                counter.Count(cancellationToken);
            }

            counter.Tell();
            if (!digest.IsSameAs(digests[i]))
            {
                throw new CopyRefusedException(
                    $"The copy of {_targetTables[i].Name} is not what it was copied from: {digests[i].Rows:N0} rows were written and {digest.Rows:N0} read back. Nothing was kept of it.");
            }
        }
    }
}
