using Microsoft.EntityFrameworkCore;
using Weir.Databases;
using Weir.Hosting;
using Weir.Secrets;
using Weir.Storage.Copying;
using Weir.Storage.Model;
using Weir.Storage.Sqlite;
using Weir.Storage.Steps;

namespace Weir.Backups;

/// <summary>
/// Takes all that Weir keeps, as it is at one moment, into one file, while Weir serves: a copy of the database is made beside the file and packed
/// with the key ring.
/// </summary>
/// <param name="source">The services of the store that is backed up.</param>
/// <param name="keys">Where its key ring lies, unless it lies in the database.</param>
internal sealed class Backup(IServiceProvider source, DataFiles keys)
{
    /// <param name="path">The file, or the folder that a file is made in.</param>
    /// <param name="isForced">True: takes the place of a file that is there.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellationToken">Gives up, and leaves nothing behind.</param>
    /// <exception cref="CopyRefusedException">It cannot be made; the message says why.</exception>
    public async Task<(string Path, CopyReport Report)> RunAsync(string path, bool isForced, IStepProgress progress, CancellationToken cancellationToken)
    {
        path = Resolve(path);
        if (File.Exists(path) && !isForced)
        {
            throw new CopyRefusedException($"{path} is there already: name another file, or add --force to have it replaced.");
        }

        // Beside the file, so that the last step is within one disk.
        var work = new DataFiles(path + ".partial");
        using var taken = Take(work);
        try
        {
            var report = await CopyAsync(work, progress, cancellationToken);
            await ArchiveWriter.WriteAsync(work, path, isForced, progress, cancellationToken);
            return (path, report);
        }
        finally
        {
            Directory.Delete(work.Folder, recursive: true);
        }
    }

    private static string Resolve(string path)
    {
        path = Path.GetFullPath(path);
        if (Directory.Exists(path))
        {
            return Path.Combine(path, $"weir-{TimeProvider.System.GetUtcNow():yyyyMMdd-HHmmss}.zip");
        }

        return Directory.Exists(Path.GetDirectoryName(path))
            ? path
            : throw new CopyRefusedException($"There is no folder {Path.GetDirectoryName(path) ?? path}: make it, or name a file in another.");
    }

    private static DataFolder Take(DataFiles work)
    {
        DataFolder taken;
        try
        {
            taken = DataFolder.TakeForRestore(work.Folder);
        }
        catch (DataFolderException failed)
        {
            throw new CopyRefusedException(
                $"The folder {work.Folder}, in which a backup is prepared, cannot be had: another backup to the same file is running, or this user may not write there.", failed);
        }

        // Of one that was killed.
        foreach (var left in Directory.EnumerateFiles(work.Folder, DataFiles.DatabaseName + "*").Append(Path.Combine(work.Folder, ArchiveWriter.UnfinishedName)))
        {
            File.Delete(left);
        }

        if (Directory.Exists(work.Keys))
        {
            Directory.Delete(work.Keys, recursive: true);
        }

        return taken;
    }

    private async Task<CopyReport> CopyAsync(DataFiles work, IStepProgress progress, CancellationToken cancellationToken)
    {
        await using (var db = source.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContext())
        {
            await SchemaVersion.RefuseNewerAsync(db, "The database", cancellationToken);
        }

        await using var target = new ServiceCollection().AddLogging().AddSqliteStorage(work.Database).BuildServiceProvider();
        try
        {
            await target.MigrateAsync(cancellationToken);
            await using var copy = new DatabaseCopy(source, target, progress);
            var report = await copy.RunAsync(cancellationToken);
            await RingFiles.WriteAsync(work, await copy.TakeKeysAsync(cancellationToken), cancellationToken);
            // After the database: what lies in it was protected by a key that was there before.
            await RingFiles.CopyAsync(keys, work, cancellationToken);
            await copy.CommitAsync(cancellationToken);
            return report;
        }
        finally
        {
            SqliteStorage.Close(work.Database);
        }
    }
}
