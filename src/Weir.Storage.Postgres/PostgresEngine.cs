using Microsoft.EntityFrameworkCore;
using Npgsql;
using Weir.Storage.Model;

namespace Weir.Storage.Postgres;

/// <summary>PostgreSQL for whoever reads and writes through EF: many writers at once, of many processes.</summary>
internal sealed class PostgresEngine(NpgsqlDataSource source) : IDatabaseEngine
{
    public string Name => "PostgreSQL";

    public void MapColumns(ModelBuilder builder) => PostgresColumns.Apply(builder);

    public async Task MigrateAsync(WeirDbContext db, CancellationToken cancellationToken)
    {
        // Asking first is quick, and needs no turn.
        if (await IsUpToDateAsync(db, cancellationToken))
        {
            return;
        }

        await using var turn = await StartTurn.TakeAsync(source, cancellationToken);
        if (await IsUpToDateAsync(db, cancellationToken))
        {
            // By the one whose turn it was before.
            return;
        }

        // An index on millions of rows takes minutes.
        db.Database.SetCommandTimeout(0);
        await db.Database.OpenConnectionAsync(cancellationToken);
        await db.Database.ExecuteSqlRawAsync(StartTurn.Patience, cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
    }

    /// <summary>A duplicate is one too: who looks before adding has looked too early, and sees it the next time.</summary>
    public bool IsConflict(Exception failure)
    {
        for (var exception = failure; exception is not null; exception = exception.InnerException)
        {
            if (IsUndone(exception) || exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What the server says is its own trouble only where it says so; what keeps it from saying anything always is.</summary>
    public bool IsTrouble(Exception failure)
    {
        for (var exception = failure; exception is not null; exception = exception.InnerException)
        {
            switch (exception)
            {
                case DatabaseSilentException:
                case PostgresException { IsTransient: true }:
                case PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown }:
                case NpgsqlException and not PostgresException:
                    return true;
            }
        }

        return false;
    }

    /// <summary>True when the server has undone the transaction in favour of another, so that nothing came of it.</summary>
    public static bool IsUndone(Exception failure) =>
        failure is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };

    /// <summary>
    /// The one statement that doesn't fix what the transaction sees: so it sees what was committed while it waited. This mode of lock
    /// conflicts with itself alone, neither with reading nor with writing the table.
    /// </summary>
    public Task QueueAsync(WeirDbContext db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlRawAsync("LOCK TABLE config_version IN SHARE UPDATE EXCLUSIVE MODE", cancellationToken);

    public async Task BeginSnapshotAsync(WeirDbContext db, CancellationToken cancellationToken)
    {
        // Adding up millions of rows takes minutes.
        db.Database.SetCommandTimeout(0);
        await db.Database.OpenConnectionAsync(cancellationToken);
        await db.Database.ExecuteSqlRawAsync("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", cancellationToken);
    }

    public async Task<StoreFacts> ReadFactsAsync(WeirDbContext db, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT current_setting('server_version'), pg_database_size(current_database()), current_setting('transaction_read_only')::boolean");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        // "15.14 (Debian 15.14-0+deb12u1)": the number alone.
        return new(reader.GetString(0).Split(' ')[0], reader.GetInt64(1), reader.GetBoolean(2));
    }

    public async Task<IAsyncDisposable?> TakeTurnAsync(CancellationToken cancellationToken) => await StartTurn.TakeAsync(source, cancellationToken);

    public async Task<DateTimeOffset> ReadTimeAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT clock_timestamp()");
        return new((DateTime)(await command.ExecuteScalarAsync(cancellationToken))!);
    }

    private static async Task<bool> IsUpToDateAsync(WeirDbContext db, CancellationToken cancellationToken) =>
        !(await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any();
}
