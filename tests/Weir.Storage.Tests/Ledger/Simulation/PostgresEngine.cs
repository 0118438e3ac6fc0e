using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Writing;
using Weir.Storage.Model;
using Weir.Storage.Postgres;
using Weir.Storage.Postgres.Ledger;
using Weir.Storage.Tests.Engines;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>
/// PostgreSQL, shared by several processes. The server's own clock, by which processes are held to be dead, stands still but for the
/// schedule: a function of the same name lies before the built-in one in the stores' search path. All else is the product's.
/// </summary>
internal sealed class PostgresEngine : ISimulatedEngine
{
    private readonly PostgresCopy _database;
    private readonly ServiceProvider _services;
    private readonly NpgsqlConnection _other;
    private readonly NpgsqlDataSource _stores;
    private DateTimeOffset _now;

    public PostgresEngine()
    {
        _database = PostgresCopy.MakeMigratedAsync().GetAwaiter().GetResult();
        _services = new ServiceCollection().AddPostgresStorage(_database.Url).BuildServiceProvider();
        _other = new(_database.ConnectionString);
        _other.Open();
        Run("""
            -- As the ledger's connections: the statements of every step are planned once.
            SET plan_cache_mode = force_generic_plan;
            CREATE SCHEMA simulated;
            CREATE UNLOGGED TABLE simulated.clock (now timestamptz NOT NULL);
            INSERT INTO simulated.clock VALUES ('epoch');
            CREATE FUNCTION simulated.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT now FROM simulated.clock'
            """);
        if (!PostgresAddress.TryRead(_database.Url, out var address, out var problem))
        {
            throw new InvalidOperationException(problem);
        }

        // A process that starts takes the connections of one that died, and what they have prepared: a server makes a process for each.
        _stores = LedgerConnections.OpenExactly(new NpgsqlConnectionStringBuilder(ConnectionSettings.ForLedger(address.ConnectionString))
        {
            SearchPath = "simulated,public,pg_catalog",
            MaxPoolSize = 4 * Processes,
            NoResetOnClose = true,
        }.ToString());
    }

    public IDbContextFactory<WeirDbContext> Contexts => _services.GetRequiredService<IDbContextFactory<WeirDbContext>>();

    public int Processes => 3;

    public ILedgerStore Open(LedgerReplica replica, TimeProvider time) => new PostgresLedgerStore(_stores, replica, time, isShared: true);

    /// <summary>Whoever had missed a tick begins a new row of beats, as its next beat would.</summary>
    public void Tick(DateTimeOffset now, IReadOnlyList<LedgerReplica> living)
    {
        using var batch = new NpgsqlBatch(_other);
        batch.BatchCommands.Add(Unnested.Command("UPDATE simulated.clock SET now = $1", now));
        batch.BatchCommands.Add(Unnested.Command(
            "UPDATE heartbeats SET at = $1, since = CASE WHEN at >= $2 THEN since ELSE $1 END WHERE replica_id = ANY($3)",
            now,
            _now,
            living.Select(replica => replica.Id).ToArray()));
        Run(batch);
        _now = now;
    }

    public void SetCap(BudgetId budget, long? cap)
    {
        using var batch = new NpgsqlBatch(_other);
        batch.BatchCommands.Add(Unnested.Command("UPDATE budgets SET cap = $2 WHERE id = $1", budget.Value, (object?)cap ?? DBNull.Value));
        Run(batch);
    }

    public bool Read(StoredRows rows)
    {
        using var batch = new NpgsqlBatch(_other);
        batch.BatchCommands.Add(new("SELECT id, budget_id, starts_at, posted, pending FROM budget_windows"));
        batch.BatchCommands.Add(new("SELECT id, input, output, nano_dollars, windows FROM reservations WHERE state = 0"));
        batch.BatchCommands.Add(Unnested.Command(
            """
            SELECT id, attempt_id, kind, input, cache_read, cache_write5m, cache_write1h, output, nano_dollars, source, reserved, overrun, windows, requests
            FROM token_usage WHERE id > $1 ORDER BY id
            """,
            rows.LastEntry));
        batch.Prepare();
        using var row = batch.ExecuteReader();
        ReadAll(row, rows.Windows, ReadWindow);
        row.NextResult();
        ReadAll(row, rows.Open, ReadOpen);
        row.NextResult();
        ReadAll(row, rows.Entries, ReadEntry);
        rows.LastEntry = rows.Entries.Count == 0 ? rows.LastEntry : rows.Entries[^1].Id;
        return true;
    }

    public void Dispose()
    {
        _stores.Dispose();
        _other.Dispose();
        _services.Dispose();
        _database.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Prepared once for the connection.</summary>
    private static void Run(NpgsqlBatch batch)
    {
        batch.Prepare();
        batch.ExecuteNonQuery();
    }

    private static void ReadAll<T>(NpgsqlDataReader row, List<T> into, Func<NpgsqlDataReader, T> read)
    {
        into.Clear();
        while (row.Read())
        {
            into.Add(read(row));
        }
    }

    private static BudgetWindow ReadWindow(NpgsqlDataReader row) => new()
    {
        Id = row.GetInt64(0),
        BudgetId = row.GetGuid(1),
        StartsAt = row.GetFieldValue<DateTimeOffset>(2),
        Posted = row.GetInt64(3),
        Pending = row.GetInt64(4),
    };

    private static Reservation ReadOpen(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        Input = row.GetInt64(1),
        Output = row.GetInt64(2),
        NanoDollars = row.GetInt64(3),
        Windows = row.GetFieldValue<byte[]>(4),
    };

    private static LedgerEntry ReadEntry(NpgsqlDataReader row) => new()
    {
        Id = row.GetInt64(0),
        AttemptId = row.GetGuid(1),
        Kind = (LedgerEntryKind)row.GetInt32(2),
        Input = row.GetInt64(3),
        CacheRead = row.GetInt64(4),
        CacheWrite5m = row.GetInt64(5),
        CacheWrite1h = row.GetInt64(6),
        Output = row.GetInt64(7),
        NanoDollars = row.GetInt64(8),
        Source = (UsageSource)row.GetInt32(9),
        Reserved = row.GetInt64(10),
        Overrun = row.GetInt64(11),
        Windows = row.GetFieldValue<byte[]>(12),
        Requests = row.GetInt64(13),
    };

    private void Run(string sql)
    {
        using var command = new NpgsqlCommand(sql, _other);
        command.ExecuteNonQuery();
    }
}
