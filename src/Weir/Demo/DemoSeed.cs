using Weir.Databases;
using Weir.Hosting;
using Weir.Settings;
using Weir.Storage.Copying;
using Weir.Storage.Postgres;
using Weir.Storage.Sqlite;
using Weir.Storage.Steps;

namespace Weir.Demo;

/// <summary>Gives an installation in which nobody has an account yet demonstration data: all of it, or nothing when it is interrupted.</summary>
internal sealed class DemoSeed(WeirSettings settings, DemoWish wish, IStepProgress progress)
{
    /// <summary>Within the data folder: what an interrupted one has left there is thrown away by the next.</summary>
    private const string PreparedName = "demo-seed";

    /// <exception cref="CopyRefusedException">The installation is not empty.</exception>
    public Task<DemoReport> RunAsync(CancellationToken cancellationToken) =>
        settings.Database is { } address ? FillDatabaseAsync(address, cancellationToken) : FillFileAsync(cancellationToken);

    private async Task<DemoReport> FillDatabaseAsync(PostgresAddress address, CancellationToken cancellationToken)
    {
        await using var store = new ServiceCollection().AddLogging().AddPostgresStorage(address).BuildServiceProvider();
        return await FillAsync(store, cancellationToken);
    }

    /// <summary>A new file is prepared and put into place: writing it the quick way would ruin the old one, should the process be killed.</summary>
    private async Task<DemoReport> FillFileAsync(CancellationToken cancellationToken)
    {
        using var folder = DataFolder.Take(settings.DataFolder);
        var (place, prepared) = (new DataFiles(folder.Path), new DataFiles(Path.Combine(folder.Path, PreparedName)));
        if (File.Exists(place.Database))
        {
            await RefuseUsedAsync(place.Database, cancellationToken);
        }

        Discard(prepared.Folder);
        DataFolder.MakeFolder(prepared.Folder);
        try
        {
            var report = await PrepareAsync(prepared.Database, cancellationToken);
            foreach (var file in Directory.EnumerateFiles(folder.Path, DataFiles.DatabaseName + "*"))
            {
                File.Delete(file);
            }

            File.Move(prepared.Database, place.Database);
            return report;
        }
        finally
        {
            Discard(prepared.Folder);
        }
    }

    private async Task<DemoReport> PrepareAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var store = new ServiceCollection().AddLogging().AddSqliteStorage(path).BuildServiceProvider();
            return await FillAsync(store, cancellationToken);
        }
        finally
        {
            SqliteStorage.Close(path);
        }
    }

    private async Task<DemoReport> FillAsync(ServiceProvider store, CancellationToken cancellationToken)
    {
        await store.MigrateAsync(cancellationToken);
        await using var fill = await DatabaseFill.BeginAsync(store, progress, cancellationToken);
        var report = await new DemoFill(wish, progress).WriteAsync(fill, cancellationToken);
        if (report.Ledger.Faults.Count > 0)
        {
            throw new InvalidOperationException($"Demonstration data does not add up: {report.Ledger.Faults[0]}");
        }

        await fill.CommitAsync(cancellationToken);
        return report;
    }

    private static async Task RefuseUsedAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var store = new ServiceCollection().AddLogging().AddSqliteStorage(path).BuildServiceProvider();
            await store.MigrateAsync(cancellationToken);
            await using var db = store.CreateContext();
            await DatabaseFill.RefuseUsedAsync(db, cancellationToken);
        }
        finally
        {
            SqliteStorage.Close(path);
        }
    }

    private static void Discard(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
