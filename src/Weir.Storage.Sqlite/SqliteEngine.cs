using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Weir.Storage.Model;

namespace Weir.Storage.Sqlite;

/// <summary>SQLite for whoever reads and writes through EF: one writer at a time, so that no transaction ever meets another.</summary>
internal sealed class SqliteEngine(string databasePath) : IDatabaseEngine
{
    // SQLite's result codes: https://www.sqlite.org/rescode.html
    private const int Busy = 5;

    private const int ReadOnly = 8;

    private const int IoError = 10;

    private const int Full = 13;

    private const int CannotOpen = 14;

    public string Name => "SQLite";

    public void MapColumns(ModelBuilder builder) => SqliteColumns.Apply(builder);

    public async Task MigrateAsync(WeirDbContext db, CancellationToken cancellationToken)
    {
        MakeFile(databasePath);
        // Makes the file a write-ahead one; migrating first looks at it through a connection that may not.
        await db.Database.OpenConnectionAsync(cancellationToken);
        // Asking first is quick; migrating compares whole models, also when there is nothing to do.
        if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            await db.Database.MigrateAsync(cancellationToken);
        }
    }

    /// <summary>The gate, and the file's lock for other processes, keep writers apart.</summary>
    public bool IsConflict(Exception failure) => false;

    public bool IsTrouble(Exception failure)
    {
        for (var exception = failure; exception is not null; exception = exception.InnerException)
        {
            if (exception is DatabaseSilentException or SqliteException { SqliteErrorCode: Busy or ReadOnly or IoError or Full or CannotOpen })
            {
                return true;
            }
        }

        return false;
    }

    public Task QueueAsync(WeirDbContext db, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Plain SQL: what EF would begin takes the lock that writers need. The first read fixes what is seen.</summary>
    public async Task BeginSnapshotAsync(WeirDbContext db, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        await db.Database.ExecuteSqlRawAsync("BEGIN", cancellationToken);
    }

    public async Task<StoreFacts> ReadFactsAsync(WeirDbContext db, CancellationToken cancellationToken)
    {
        var version = await db.Database.SqlQueryRaw<string>("SELECT sqlite_version() AS \"Value\"").SingleAsync(cancellationToken);
        var size = new[] { databasePath, databasePath + "-wal" }.Select(path => new FileInfo(path)).Where(file => file.Exists).Sum(file => file.Length);
        return new(version, size, new FileInfo(databasePath).IsReadOnly);
    }

    /// <summary>The data folder's lock has sorted that out: there is one process.</summary>
    public Task<IAsyncDisposable?> TakeTurnAsync(CancellationToken cancellationToken) => Task.FromResult<IAsyncDisposable?>(null);

    /// <summary>An empty file that only this user can read. SQLite gives its log files the mode of the database.</summary>
    private static void MakeFile(string path)
    {
        if (File.Exists(path))
        {
            return;
        }

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(path, options).Dispose();
    }
}
