using Weir.Hosting;
using Weir.Secrets;
using Weir.Settings;
using Weir.Storage.Copying;
using Weir.Storage.Ledger.Writing;
using Weir.Storage.Postgres;
using Weir.Storage.Sqlite;
using Weir.Storage.Steps;

namespace Weir.Databases;

/// <summary>
/// Copies an installation on SQLite, which nobody serves from, into an empty PostgreSQL database: tables and key ring in one transaction. What a
/// process that is gone left open is posted before, as the next start on the file would have done, so it is in both and once in each.
/// </summary>
/// <param name="files">The database and the key ring. Their folder is held by this process.</param>
/// <param name="address">The database that they are copied into.</param>
/// <param name="master">Wraps the key ring there.</param>
internal sealed class MoveToPostgres(DataFiles files, PostgresAddress address, MasterKey master)
{
    /// <param name="acceptFaults">True: also a ledger whose sums are wrong.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellationToken">Gives up, and leaves nothing in the target but empty tables.</param>
    /// <exception cref="CopyRefusedException">It cannot be done; the message says why.</exception>
    /// <exception cref="SettingsException">The master key doesn't open the key ring.</exception>
    public async Task<CopyReport> RunAsync(bool acceptFaults, IStepProgress progress, CancellationToken cancellationToken)
    {
        // Before anything is copied: a ring that the master key doesn't open would be found out at the next start.
        await KeyRing.ReadAsync(new KeyRingFolder(new WeirSettings { DataFolder = files.Folder }), master, cancellationToken);
        await using var source = new ServiceCollection().AddLogging().AddSqliteStorage(files.Database).BuildServiceProvider();
        await using var target = new ServiceCollection().AddLogging().AddPostgresStorage(address).BuildServiceProvider();
        await RefuseNewerAsync(source, "The SQLite file", cancellationToken);
        await source.MigrateAsync(cancellationToken);
        await source.GetRequiredService<LedgerRecovery>().RunAsync();
        await RefuseNewerAsync(target, "The target", cancellationToken);
        await target.MigrateAsync(cancellationToken);

        await using var copy = new DatabaseCopy(source, target, progress);
        var report = await copy.RunAsync(cancellationToken);
        LedgerFaults.Refuse(report.Ledger, acceptFaults);
        foreach (var key in await RingFiles.ReadAsync(files, master, cancellationToken))
        {
            await copy.AddKeyAsync(key, cancellationToken);
        }

        await copy.CommitAsync(cancellationToken);
        return report;
    }

    private static async Task RefuseNewerAsync(IServiceProvider store, string name, CancellationToken cancellationToken)
    {
        await using var db = store.CreateContext();
        await SchemaVersion.RefuseNewerAsync(db, name, cancellationToken);
    }
}
