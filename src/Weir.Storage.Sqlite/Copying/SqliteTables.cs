using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Weir.Storage.Copying;
using Weir.Storage.Model;

namespace Weir.Storage.Sqlite.Copying;

/// <summary>Whole tables of an SQLite file. What is written is a new file that nobody else has opened, and that is thrown away when writing it fails.</summary>
internal sealed class SqliteTables : IBulkTables
{
    /// <summary>The first read fixes what is seen; writers go on.</summary>
    public Task BeginReadingAsync(WeirDbContext db, CancellationToken cancellationToken) => RunAsync(db, "BEGIN", cancellationToken);

    public Task EndReadingAsync(WeirDbContext db) => RunAsync(db, "ROLLBACK", CancellationToken.None);

    public async Task BeginWritingAsync(WeirDbContext db, IReadOnlyList<CopiedTable> tables, CancellationToken cancellationToken)
    {
        // A log of changes would hold the whole copy once more. All that it could undo is a file that is thrown away then.
        await RunAsync(db, "PRAGMA journal_mode = MEMORY", cancellationToken);
        await RunAsync(db, "PRAGMA synchronous = OFF", cancellationToken);
        await RunAsync(db, "BEGIN EXCLUSIVE", cancellationToken);
    }

    public async Task EmptyAsync(WeirDbContext db, IReadOnlyList<CopiedTable> tables, CancellationToken cancellationToken)
    {
        foreach (var table in tables.Reverse())
        {
            await RunAsync(db, $"DELETE FROM {table.Name}", cancellationToken);
        }
    }

    public Task<IRowWriter> WriteAsync(WeirDbContext db, CopiedTable table, CancellationToken cancellationToken) =>
        Task.FromResult<IRowWriter>(new SqliteRowWriter((SqliteConnection)db.Database.GetDbConnection(), table));

    /// <summary>SQLite counts on by itself from the largest number it was given.</summary>
    public Task CountOnAsync(WeirDbContext db, CopiedTable table, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task CommitAsync(WeirDbContext db, CancellationToken cancellationToken) => RunAsync(db, "COMMIT", cancellationToken);

    public Task RollbackAsync(WeirDbContext db)
    {
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        return connection.State == System.Data.ConnectionState.Open && SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0
            ? RunAsync(db, "ROLLBACK", CancellationToken.None)
            : Task.CompletedTask;
    }

    private static async Task RunAsync(WeirDbContext db, string sql, CancellationToken cancellationToken)
    {
        await using var command = CopiedTable.Command(db, sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
