using SQLitePCL;

namespace Weir.Storage.Sqlite.Ledger;

/// <summary>Every statement of the ledger, prepared once per connection, when it is first used.</summary>
internal sealed class SqliteLedgerStatements : IDisposable
{
    private const string ReservationColumns =
        "id, exchange_id, state, user_id, api_key_id, upstream_id, model_id, admitted_at, input, input_is_reported, output, asked_output, tokens_per_second, "
        + "fixed_nano_dollars, nano_dollars, price_id, replica_id, abandoned_at, client_session, client_agent, client_parent_agent, windows";

    private const string EntryColumns =
        "attempt_id, exchange_id, kind, user_id, api_key_id, upstream_id, model_id, admitted_at, ended_at, input, cache_read, "
        + "cache_write5m, cache_write1h, output, nano_dollars, price_id, is_price_uncertain, source, outcome, status, reserved, overrun, lowered_to, "
        + "first_byte_microseconds, request_id, client_session, client_agent, client_parent_agent, windows, requests, "
        + "sent_microseconds, last_byte_microseconds, is_streamed, first_bytes, streamed_microseconds, streamed_output";

    /// <summary>Of an entry, without its id.</summary>
    public static readonly int EntryWidth = EntryColumns.Split(',').Length;

    private const string SumKey = "starts_at, user_id, upstream_id, model_id";

    private const string TotalKey = "kind, starts_at, subject_id, upstream_id, model_id";

    private static readonly string[] Counts =
    [
        "entries", "failures", "input", "cache_read", "cache_write5m", "cache_write1h", "output", "nano_dollars",
        "first_bytes", "first_byte_microseconds", "streamed_microseconds", "streamed_output",
    ];

    private readonly sqlite3 _database;
    private readonly List<SqliteStatement> _all = [];

    public SqliteLedgerStatements(sqlite3 database)
    {
        _database = database;
        Begin = Prepare("BEGIN IMMEDIATE");
        Commit = Prepare("COMMIT");
        Rollback = Prepare("ROLLBACK");
        Version = Prepare("PRAGMA data_version");
        FindBudget = Prepare("SELECT subject_kind, unit, window_kind, time_zone, cap, when_short FROM budgets WHERE id = ?1");
        FindSpan = Prepare("SELECT id, posted, pending FROM budget_windows WHERE budget_id = ?1 AND starts_at = ?2");
        FindWindow = Prepare("""
            SELECT w.id, w.posted, w.pending, w.starts_at, w.ends_at, b.id, b.subject_kind, b.unit, b.window_kind, b.time_zone, b.cap, b.when_short
            FROM budget_windows w JOIN budgets b ON b.id = w.budget_id WHERE w.id = ?1
            """);
        InsertWindow = Prepare("INSERT INTO budget_windows (budget_id, starts_at, ends_at, posted, pending) VALUES (?1, ?2, ?3, 0, 0) RETURNING id");
        WriteWindow = Prepare("UPDATE budget_windows SET posted = ?2, pending = ?3 WHERE id = ?1 AND posted = ?4 AND pending = ?5");
        FindName = Prepare("SELECT id FROM names WHERE text = ?1");
        InsertName = Prepare("INSERT INTO names (text) VALUES (?1) RETURNING id");
        InsertReservation = Prepare($"INSERT INTO reservations ({ReservationColumns}) VALUES ({Parameters(22)})");
        EndReservation = Prepare($"DELETE FROM reservations WHERE id = ?1 AND state = ?2 RETURNING {ReservationColumns}");
        EndKnown = Prepare("DELETE FROM reservations WHERE id = ?1 AND state = 0");
        FindReservation = Prepare($"SELECT {ReservationColumns} FROM reservations WHERE id = ?1 AND state = 0");
        ShrinkReservation = Prepare("""
            UPDATE reservations SET input = ?2, input_is_reported = 1, fixed_nano_dollars = ?3, nano_dollars = ?4, windows = ?5 WHERE id = ?1 AND state = 0
            """);
        KeepProvisional = Prepare("UPDATE reservations SET state = 1, abandoned_at = ?2 WHERE id = ?1 AND state = 0");
        InsertEntry = Prepare($"INSERT INTO token_usage ({EntryColumns}) VALUES ({Parameters(EntryWidth)})");
        InsertCorrection = Prepare("INSERT INTO corrections (entry_id, attempt_id, made_by, made_at, reason) VALUES (?1, ?2, ?3, ?4, ?5)");
        FindEntries = Prepare($"""
            SELECT {EntryColumns} FROM token_usage WHERE attempt_id = ?1 AND kind < 2
            UNION ALL SELECT {EntryColumns} FROM token_usage WHERE attempt_id = ?1 AND kind > 1
            """);
        ReadOldest = Prepare($"SELECT {EntryColumns}, id FROM token_usage WHERE id > ?1 ORDER BY id LIMIT ?2");
        ReadFurther = Prepare($"SELECT {EntryColumns}, id FROM token_usage WHERE attempt_id = ?1 AND kind > 1");
        DropEntry = Prepare("DELETE FROM token_usage WHERE id = ?1");
        InsertSum = Prepare($"INSERT INTO token_usage ({EntryColumns}, id) VALUES ({Parameters(EntryWidth + 1)})");
        ReadRetention = Prepare("SELECT carried_through, held_until FROM retention");
        WriteRetention = Prepare("UPDATE retention SET carried_through = ?1");
        AddSum = Prepare(Add("usage_sums", SumKey));
        AddTotal = Prepare(Add("usage_totals", TotalKey));
        ReadAbandoned = Prepare($"""
            SELECT {ReservationColumns}, (SELECT at FROM heartbeats WHERE heartbeats.replica_id = reservations.replica_id)
            FROM reservations WHERE state = 0 AND replica_id <> ?1
            """);
        ReadExpired = Prepare($"SELECT {ReservationColumns} FROM reservations WHERE state = 1 AND abandoned_at < ?1");
        DropHeartbeats = Prepare(
            "DELETE FROM heartbeats WHERE at < ?1 AND NOT EXISTS (SELECT 1 FROM reservations r WHERE r.replica_id = heartbeats.replica_id AND r.state = 0)");
        WriteHeartbeat = Prepare("""
            INSERT INTO heartbeats (replica_id, at, since) SELECT ?3, ?1, ?1 WHERE ?2 OR EXISTS (SELECT 1 FROM reservations WHERE state = 0)
            ON CONFLICT (replica_id) DO UPDATE SET at = excluded.at
            """);
    }

    public SqliteStatement Begin { get; }

    public SqliteStatement Commit { get; }

    public SqliteStatement Rollback { get; }

    /// <summary>Changes when anybody else has committed since this connection last looked; its own commits leave it.</summary>
    public SqliteStatement Version { get; }

    public SqliteStatement FindBudget { get; }

    public SqliteStatement FindSpan { get; }

    public SqliteStatement FindWindow { get; }

    public SqliteStatement InsertWindow { get; }

    public SqliteStatement WriteWindow { get; }

    public SqliteStatement FindName { get; }

    public SqliteStatement InsertName { get; }

    public SqliteStatement InsertReservation { get; }

    public SqliteStatement EndReservation { get; }

    /// <summary>For one that is remembered, and need not be read.</summary>
    public SqliteStatement EndKnown { get; }

    public SqliteStatement FindReservation { get; }

    public SqliteStatement ShrinkReservation { get; }

    public SqliteStatement KeepProvisional { get; }

    public SqliteStatement InsertEntry { get; }

    public SqliteStatement InsertCorrection { get; }

    /// <summary>The one that ended the attempt first, then its corrections: an index for each.</summary>
    public SqliteStatement FindEntries { get; }

    public SqliteStatement ReadOldest { get; }

    /// <summary>Corrections, or the sum that goes by that id.</summary>
    public SqliteStatement ReadFurther { get; }

    public SqliteStatement DropEntry { get; }

    public SqliteStatement InsertSum { get; }

    public SqliteStatement ReadRetention { get; }

    public SqliteStatement WriteRetention { get; }

    public SqliteStatement AddSum { get; }

    public SqliteStatement AddTotal { get; }

    public SqliteStatement ReadAbandoned { get; }

    public SqliteStatement ReadExpired { get; }

    public SqliteStatement DropHeartbeats { get; }

    public SqliteStatement WriteHeartbeat { get; }

    public void Dispose() => _all.ForEach(statement => statement.Dispose());

    /// <summary>Adds counts to those of a row, which is made when missing.</summary>
    private static string Add(string table, string key) => $"""
        INSERT INTO {table} ({key}, {string.Join(", ", Counts)}) VALUES ({Parameters(key.Split(',').Length + Counts.Length)})
        ON CONFLICT ({key}) DO UPDATE SET {string.Join(", ", Counts.Select(count => $"{count} = {count} + excluded.{count}"))}
        """;

    private static string Parameters(int count) => string.Join(", ", Enumerable.Range(1, count).Select(i => $"?{i}"));

    private SqliteStatement Prepare(string sql)
    {
        var statement = new SqliteStatement(_database, sql);
        _all.Add(statement);
        return statement;
    }
}
