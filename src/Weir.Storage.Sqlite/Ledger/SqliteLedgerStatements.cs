using SQLitePCL;

namespace Weir.Storage.Sqlite.Ledger;

/// <summary>Every statement of the ledger, prepared once per connection.</summary>
internal sealed class SqliteLedgerStatements : IDisposable
{
    /// <summary>When a window of kind total starts: 1970.</summary>
    public const long WithoutStart = 0;

    private const string ReservationColumns =
        "id, exchange_id, state, user_id, api_key_id, upstream_id, model_id, admitted_at, input, input_is_reported, output, asked_output, tokens_per_second, client_session, client_agent, client_parent_agent, windows";

    private const string EntryColumns =
        "attempt_id, exchange_id, kind, user_id, api_key_id, upstream_id, model_id, admitted_at, ended_at, input, cache_read, "
        + "cache_write5m, cache_write1h, output, source, outcome, status, reserved, overrun, lowered_to, first_byte_microseconds, request_id, client_session, client_agent, client_parent_agent, windows";

    private readonly sqlite3 _database;
    private readonly List<SqliteStatement> _all = [];

    public SqliteLedgerStatements(sqlite3 database)
    {
        _database = database;
        Begin = Prepare("BEGIN IMMEDIATE");
        Commit = Prepare("COMMIT");
        Rollback = Prepare("ROLLBACK");
        Version = Prepare("PRAGMA data_version");
        FindBudget = Prepare("""
            SELECT b.subject_kind, b.cap, b.when_short, w.id, w.posted, w.pending
            FROM budgets b LEFT JOIN budget_windows w ON w.budget_id = b.id AND w.starts_at = ?2 WHERE b.id = ?1
            """);
        FindWindow = Prepare("""
            SELECT b.subject_kind, b.cap, b.when_short, w.id, w.posted, w.pending
            FROM budget_windows w JOIN budgets b ON b.id = w.budget_id WHERE w.id = ?1
            """);
        InsertWindow = Prepare("INSERT INTO budget_windows (budget_id, starts_at, posted, pending) VALUES (?1, ?2, 0, 0) RETURNING id");
        WriteWindow = Prepare("UPDATE budget_windows SET posted = ?2, pending = ?3 WHERE id = ?1 AND posted = ?4 AND pending = ?5");
        FindName = Prepare("SELECT id FROM names WHERE text = ?1");
        InsertName = Prepare("INSERT INTO names (text) VALUES (?1) RETURNING id");
        InsertReservation = Prepare($"INSERT INTO reservations ({ReservationColumns}) VALUES ({Parameters(17)})");
        EndReservation = Prepare($"DELETE FROM reservations WHERE id = ?1 AND state = ?2 RETURNING {ReservationColumns}");
        FindReservation = Prepare("SELECT input, windows FROM reservations WHERE id = ?1 AND state = 0");
        ShrinkReservation = Prepare("UPDATE reservations SET input = ?2, input_is_reported = 1 WHERE id = ?1 AND state = 0 AND input = ?3");
        KeepProvisional = Prepare("UPDATE reservations SET state = 1 WHERE id = ?1 AND state = 0");
        InsertEntry = Prepare($"INSERT INTO token_usage ({EntryColumns}) VALUES ({Parameters(26)})");
        FindEntries = Prepare($"""
            SELECT {EntryColumns} FROM token_usage WHERE attempt_id = ?1 AND kind < 2
            UNION ALL SELECT {EntryColumns} FROM token_usage WHERE attempt_id = ?1 AND kind = 2
            """);
        ReadPending = Prepare($"SELECT {ReservationColumns} FROM reservations WHERE state = 0");
        DropProvisional = Prepare("DELETE FROM reservations WHERE state = 1 AND admitted_at < ?1");
        ReadHeartbeat = Prepare("SELECT at FROM heartbeats WHERE id = 1");
        WriteHeartbeat = Prepare("""
            INSERT INTO heartbeats (id, at) SELECT 1, ?1 WHERE ?2 OR EXISTS (SELECT 1 FROM reservations WHERE state = 0)
            ON CONFLICT (id) DO UPDATE SET at = excluded.at
            """);
    }

    public SqliteStatement Begin { get; }

    public SqliteStatement Commit { get; }

    public SqliteStatement Rollback { get; }

    /// <summary>Changes when anybody else has committed since this connection last looked; its own commits leave it.</summary>
    public SqliteStatement Version { get; }

    public SqliteStatement FindBudget { get; }

    public SqliteStatement FindWindow { get; }

    public SqliteStatement InsertWindow { get; }

    public SqliteStatement WriteWindow { get; }

    public SqliteStatement FindName { get; }

    public SqliteStatement InsertName { get; }

    public SqliteStatement InsertReservation { get; }

    public SqliteStatement EndReservation { get; }

    public SqliteStatement FindReservation { get; }

    public SqliteStatement ShrinkReservation { get; }

    public SqliteStatement KeepProvisional { get; }

    public SqliteStatement InsertEntry { get; }

    /// <summary>The one that ended the attempt first, then its corrections: an index for each.</summary>
    public SqliteStatement FindEntries { get; }

    public SqliteStatement ReadPending { get; }

    public SqliteStatement DropProvisional { get; }

    public SqliteStatement ReadHeartbeat { get; }

    public SqliteStatement WriteHeartbeat { get; }

    public void Dispose() => _all.ForEach(statement => statement.Dispose());

    private static string Parameters(int count) => string.Join(", ", Enumerable.Range(1, count).Select(i => $"?{i}"));

    private SqliteStatement Prepare(string sql)
    {
        var statement = new SqliteStatement(_database, sql);
        _all.Add(statement);
        return statement;
    }
}
