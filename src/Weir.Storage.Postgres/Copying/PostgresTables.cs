using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Weir.Storage.Copying;
using Weir.Storage.Model;

namespace Weir.Storage.Postgres.Copying;

/// <summary>Whole tables of a PostgreSQL database.</summary>
internal sealed class PostgresTables : IBulkTables
{
    /// <summary>
    /// One side is idle while the other reads back or adds up what was copied. And whoever uses the tables that are to be written is to be heard of
    /// soon.
    /// </summary>
    private const string Patience = "SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '5s'";

    public async Task BeginReadingAsync(WeirDbContext db, CancellationToken cancellationToken)
    {
        await RunAsync(db, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", cancellationToken);
        await RunAsync(db, Patience, cancellationToken);
    }

    public Task EndReadingAsync(WeirDbContext db) => RollbackAsync(db);

    /// <summary>A Weir that starts meanwhile waits for its own tables in vain, and says so.</summary>
    public async Task BeginWritingAsync(WeirDbContext db, IReadOnlyList<CopiedTable> tables, CancellationToken cancellationToken)
    {
        db.Database.SetCommandTimeout(0);
        await RunAsync(db, "BEGIN", cancellationToken);
        await RunAsync(db, Patience, cancellationToken);
        await RunAsync(db, $"LOCK TABLE {Names(tables)} IN ACCESS EXCLUSIVE MODE", cancellationToken);
    }

    public Task EmptyAsync(WeirDbContext db, IReadOnlyList<CopiedTable> tables, CancellationToken cancellationToken) =>
        RunAsync(db, $"TRUNCATE {Names(tables)}", cancellationToken);

    public async Task<IRowWriter> WriteAsync(WeirDbContext db, CopiedTable table, CancellationToken cancellationToken) =>
        await PostgresRowWriter.OpenAsync((NpgsqlConnection)db.Database.GetDbConnection(), table, cancellationToken);

    public async Task CountOnAsync(WeirDbContext db, CopiedTable table, CancellationToken cancellationToken)
    {
        foreach (var column in table.Columns.Where(column => column.IsCounted).Select(column => column.Name))
        {
            await RunAsync(
                db, $"SELECT setval(pg_get_serial_sequence('{table.Name}', '{column}'), coalesce(max({column}), 0) + 1, false) FROM {table.Name}", cancellationToken);
        }
    }

    /// <summary>Without knowing what is in them, the server would read all of a large table where an index leads to a few rows.</summary>
    public async Task CommitAsync(WeirDbContext db, CancellationToken cancellationToken)
    {
        await RunAsync(db, "ANALYZE", cancellationToken);
        await RunAsync(db, "COMMIT", cancellationToken);
    }

    public async Task RollbackAsync(WeirDbContext db)
    {
        // The server has undone it already when the connection broke. A ROLLBACK without a transaction is only warned of.
        if (db.Database.GetDbConnection().State == ConnectionState.Open)
        {
            await RunAsync(db, "ROLLBACK", CancellationToken.None);
        }
    }

    private static string Names(IReadOnlyList<CopiedTable> tables) => string.Join(", ", tables.Select(table => table.Name));

    private static async Task RunAsync(WeirDbContext db, string sql, CancellationToken cancellationToken)
    {
        await using var command = CopiedTable.Command(db, sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
