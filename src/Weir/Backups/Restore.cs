using Weir.Databases;
using Weir.Hosting;
using Weir.Storage.Copying;
using Weir.Storage.Ledger.Verification;
using Weir.Storage.Sqlite;
using Weir.Storage.Steps;

namespace Weir.Backups;

/// <summary>
/// Unpacks a backup within the data folder and holds it against all that is known of it, before anything is put into place. While the prepared
/// database lies there Weir doesn't serve from the folder, so that it has all of the backup or nothing.
/// </summary>
/// <param name="folder">Held by this process.</param>
internal sealed class Restore(DataFolder folder)
{
    /// <summary>Where it is prepared.</summary>
    public DataFiles Prepared { get; } = new(folder.Restoring);

    /// <summary>Unpacks, checks and brings to this version's tables.</summary>
    /// <exception cref="CopyRefusedException">It is not what Weir can go on with; the message says why.</exception>
    public async Task<LedgerReport> PrepareAsync(string path, bool acceptFaults, IStepProgress progress, CancellationToken cancellationToken)
    {
        // Of one that was interrupted.
        Discard();
        DataFolder.MakeFolder(Prepared.Folder);
        await ArchiveReader.UnpackAsync(path, Prepared, progress, cancellationToken);
        if (await SqliteIntegrity.FindFaultAsync(Prepared.Database, cancellationToken) is { } fault)
        {
            throw new CopyRefusedException($"The database in {path} is damaged ({fault.TrimEnd('.')}). Nothing was changed. Take another backup.");
        }

        var report = await CheckAsync(path, progress, cancellationToken);
        LedgerFaults.Refuse(report, acceptFaults);
        return report;
    }

    /// <summary>Puts it into place. The last step, which counts, is the move of the database.</summary>
    /// <returns>Where what was there before lies now; null when there was nothing.</returns>
    public string? Place()
    {
        var place = new DataFiles(folder.Path);
        var replaced = MoveAside(place);
        DataFolder.MakeFolder(Prepared.Keys);
        Directory.Move(Prepared.Keys, place.Keys);
        File.Move(Prepared.Database, place.Database);
        Discard();
        return replaced;
    }

    /// <summary>Takes away what was prepared.</summary>
    public void Discard()
    {
        if (Directory.Exists(Prepared.Folder))
        {
            Directory.Delete(Prepared.Folder, recursive: true);
        }
    }

    private async Task<LedgerReport> CheckAsync(string path, IStepProgress progress, CancellationToken cancellationToken)
    {
        await using var store = new ServiceCollection().AddLogging().AddSqliteStorage(Prepared.Database).BuildServiceProvider();
        try
        {
            await using (var db = store.CreateContext())
            {
                await SchemaVersion.RefuseNewerAsync(db, $"The database in {path}", cancellationToken);
            }

            await store.MigrateAsync(cancellationToken);
            return await store.GetRequiredService<LedgerVerifier>().VerifyAsync(progress, cancellationToken);
        }
        finally
        {
            SqliteStorage.Close(Prepared.Database);
        }
    }

    private string? MoveAside(DataFiles place)
    {
        var name = Path.Combine(folder.Path, $"replaced-{TimeProvider.System.GetUtcNow():yyyyMMdd-HHmmss-fff}");
        if (!Directory.Exists(place.Keys) && !File.Exists(place.Database))
        {
            return null;
        }

        DataFolder.MakeFolder(name);
        // The log first: without it the database is only older, and without the database it is nothing.
        foreach (var file in Directory.EnumerateFiles(folder.Path, DataFiles.DatabaseName + "*").OrderDescending(StringComparer.Ordinal))
        {
            File.Move(file, Path.Combine(name, Path.GetFileName(file)));
        }

        if (Directory.Exists(place.Keys))
        {
            Directory.Move(place.Keys, new DataFiles(name).Keys);
        }

        return name;
    }
}
