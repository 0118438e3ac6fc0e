using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Weir.Storage.Sqlite;
using Weir.TestKit;

namespace Weir.Storage.Tests.Engines;

/// <summary>A <see cref="FreshDatabase"/> on SQLite.</summary>
internal sealed class SqliteFile : FreshDatabase
{
    private static readonly Lazy<Task<byte[]>> Migrated = new(ReadMigratedAsync);

    private readonly TempFolder _folder = new();

    public string Path => _folder.File("weir.db");

    public static async Task<SqliteFile> MakeMigratedAsync()
    {
        var file = new SqliteFile();
        await File.WriteAllBytesAsync(file.Path, await Migrated.Value, Cancellation);
        return file;
    }

    public override IServiceCollection AddTo(IServiceCollection services) => services.AddSqliteStorage(Path);

    public override ValueTask DisposeAsync()
    {
        SqliteConnection.ClearPool(new(SqliteStorage.ConnectionString(Path)));
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<byte[]> ReadMigratedAsync()
    {
        await using var file = new SqliteFile();
        // Of all tests, not of the one that came first.
        await file.MigrateAsync(CancellationToken.None);
        // The last connection takes the log into the file.
        SqliteConnection.ClearPool(new(SqliteStorage.ConnectionString(file.Path)));
        return await File.ReadAllBytesAsync(file.Path, CancellationToken.None);
    }
}
