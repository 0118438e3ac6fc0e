using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Weir.Accounting;

namespace Weir.Bench.Ledger;

/// <summary>The bare loop on SQLite: prepared statements and nothing else, with the settings of the product's write connection.</summary>
internal sealed class BareSqliteLoop : IBareLoop
{
    private const string RequestId = "req_011CSHoEeqs5C35K2UUqR7Fy";

    private readonly SqliteConnection _connection;
    private readonly BareStatement _begin;
    private readonly BareStatement _commit;
    private readonly BareStatement _insertReservation;
    private readonly BareStatement _deleteReservation;
    private readonly BareStatement _insertEntry;
    private readonly BareStatement _writeWindow;
    private readonly BareStatement _addSum;
    private readonly BareStatement _addTotal;
    private readonly (Guid User, BareWindow Capped, BareWindow Counted)[] _accounts;
    private readonly Random _random = new(1);
    private readonly Queue<(Guid Attempt, int Account)> _open = [];
    private readonly HashSet<BareWindow> _touched = [];
    private readonly Dictionary<Guid, int> _sums = [];

    public BareSqliteLoop(string path, IReadOnlyList<BenchAccount> accounts)
    {
        _connection = Open(path);
        var database = _connection.Handle!;
        _begin = new(database, "BEGIN IMMEDIATE");
        _commit = new(database, "COMMIT");
        _insertReservation = new(database, """
            INSERT INTO reservations (id, exchange_id, state, user_id, upstream_id, model_id, admitted_at, input, input_is_reported, output, asked_output,
                tokens_per_second, fixed_nano_dollars, nano_dollars, replica_id, windows)
            VALUES (?1, ?2, 0, ?3, 1, 2, ?4, 2000, 0, 1000, 1000, 300, 0, 0, ?2, ?5)
            """);
        _deleteReservation = new(database, """
            DELETE FROM reservations WHERE id = ?1 AND state = 0 RETURNING id, exchange_id, user_id, upstream_id, model_id, admitted_at, input, output, windows
            """);
        _insertEntry = new(database, """
            INSERT INTO token_usage (attempt_id, exchange_id, kind, user_id, upstream_id, model_id, admitted_at, ended_at, input, cache_read, cache_write5m,
                cache_write1h, output, nano_dollars, is_price_uncertain, source, outcome, status, reserved, overrun, first_byte_microseconds, request_id, requests, windows)
            VALUES (?1, ?2, 0, ?3, 1, 2, ?4, ?4, 1500, 0, 0, 0, 500, 0, 0, 0, 0, 200, 3000, 0, 300000, ?5, 1, ?6)
            """);
        _writeWindow = new(database, "UPDATE budget_windows SET posted = ?2, pending = ?3 WHERE id = ?1 AND posted = ?4 AND pending = ?5");
        _addSum = new(database, """
            INSERT INTO usage_sums (starts_at, user_id, upstream_id, model_id, entries, failures, input, cache_read, cache_write5m, cache_write1h, output, nano_dollars)
            VALUES (?1, ?2, 1, 2, ?3, 0, ?4, 0, 0, 0, ?5, 0)
            ON CONFLICT (starts_at, user_id, upstream_id, model_id) DO UPDATE SET
                entries = entries + excluded.entries, failures = failures + excluded.failures, input = input + excluded.input,
                cache_read = cache_read + excluded.cache_read, cache_write5m = cache_write5m + excluded.cache_write5m,
                cache_write1h = cache_write1h + excluded.cache_write1h, output = output + excluded.output, nano_dollars = nano_dollars + excluded.nano_dollars
            """);
        _addTotal = new(database, """
            INSERT INTO usage_totals (kind, starts_at, subject_id, upstream_id, model_id, entries, failures, input, cache_read, cache_write5m, cache_write1h, output,
                nano_dollars, first_bytes, first_byte_microseconds, streamed_microseconds, streamed_output)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, 0, 0, 0, ?8, 0, 0, 0, 0, 0)
            ON CONFLICT (kind, starts_at, subject_id, upstream_id, model_id) DO UPDATE SET
                entries = entries + excluded.entries, failures = failures + excluded.failures, input = input + excluded.input,
                cache_read = cache_read + excluded.cache_read, cache_write5m = cache_write5m + excluded.cache_write5m,
                cache_write1h = cache_write1h + excluded.cache_write1h, output = output + excluded.output, nano_dollars = nano_dollars + excluded.nano_dollars
            """);
        _begin.Run();
        _accounts = [.. accounts.Select(account => (account.User.Value, FindWindow(account.UserBudget), FindWindow(account.KeyBudget)))];
        _commit.Run();
    }

    public static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true, Pooling = false }.ToString());
        connection.Open();
        using var settings = connection.CreateCommand();
        settings.CommandText = """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 1000; PRAGMA wal_autocheckpoint = 4000;
            PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;
            """;
        settings.ExecuteNonQuery();
        return connection;
    }

    public int Commit(int commands)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1_000;
        var settled = 0;
        _begin.Run();
        for (var i = 0; i < commands; i++)
        {
            // Callers ask in turn: half of a commit settles what earlier ones reserved.
            if (_open.Count >= Math.Max(1, commands / 2))
            {
                Settle(now);
                settled++;
            }
            else
            {
                Reserve(now);
            }
        }

        Write(now);
        _commit.Run();
        return settled;
    }

    public void Dispose()
    {
        while (_open.Count > 0)
        {
            Commit(1);
        }

        foreach (var statement in (ReadOnlySpan<BareStatement>)[_begin, _commit, _insertReservation, _deleteReservation, _insertEntry, _writeWindow, _addSum, _addTotal])
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private void Reserve(long now)
    {
        var (attempt, index) = (Guid.CreateVersion7(), _random.Next(_accounts.Length));
        var account = _accounts[index];
        Span<byte> shares = stackalloc byte[32];
        BinaryPrimitives.WriteInt64LittleEndian(shares, account.Capped.Id);
        BinaryPrimitives.WriteInt64LittleEndian(shares[8..], 3_000);
        BinaryPrimitives.WriteInt64LittleEndian(shares[16..], account.Counted.Id);
        BinaryPrimitives.WriteInt64LittleEndian(shares[24..], 3_000);
        _insertReservation.Bind(1, attempt).Bind(2, attempt).Bind(3, account.User).Bind(4, now).Bind(5, shares).Run();
        Change(account, posted: 0, pending: 3_000);
        _open.Enqueue((attempt, index));
    }

    private void Settle(long now)
    {
        var (attempt, index) = _open.Dequeue();
        var account = _accounts[index];
        _deleteReservation.Bind(1, attempt).Run();
        Span<byte> windows = stackalloc byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(windows, account.Capped.Id);
        BinaryPrimitives.WriteInt64LittleEndian(windows[8..], account.Counted.Id);
        _insertEntry.Bind(1, attempt).Bind(2, attempt).Bind(3, account.User).Bind(4, now).Bind(5, RequestId).Bind(6, windows).Run();
        Change(account, posted: 2_000, pending: -3_000);
        _sums[account.User] = _sums.GetValueOrDefault(account.User) + 1;
    }

    private void Change((Guid User, BareWindow Capped, BareWindow Counted) account, long posted, long pending)
    {
        foreach (var window in (ReadOnlySpan<BareWindow>)[account.Capped, account.Counted])
        {
            window.Posted += posted;
            window.Pending += pending;
            _touched.Add(window);
        }
    }

    /// <summary>Each window once, each user's sums of the quarter and of everything, and the totals of the quarter and the day.</summary>
    private void Write(long now)
    {
        foreach (var window in _touched)
        {
            _writeWindow.Bind(1, window.Id).Bind(2, window.Posted).Bind(3, window.Pending).Bind(4, window.DurablePosted).Bind(5, window.DurablePending).Run();
            (window.DurablePosted, window.DurablePending) = (window.Posted, window.Pending);
        }

        _touched.Clear();
        foreach (var (user, count) in _sums)
        {
            _addSum.Bind(1, now / 900_000_000 * 900_000_000).Bind(2, user).Bind(3, count).Bind(4, 1_500L * count).Bind(5, 500L * count).Run();
            _addSum.Bind(1, 0L).Run();
        }

        if (_sums.Count > 0)
        {
            var (day, all) = (now / 86_400_000_000 * 86_400_000_000, _sums.Values.Sum());
            AddTotal(0, now / 900_000_000 * 900_000_000, default, 0, 0, all);
            AddTotal(2, day, default, 1, 2, all);
            foreach (var (user, count) in _sums)
            {
                AddTotal(1, day, user, 0, 0, count);
            }
        }

        _sums.Clear();
    }

    private void AddTotal(long kind, long start, Guid subject, long upstream, long model, int count) => _addTotal
        .Bind(1, kind).Bind(2, start).Bind(3, subject).Bind(4, upstream).Bind(5, model).Bind(6, count).Bind(7, 1_500L * count).Bind(8, 500L * count).Run();

    private BareWindow FindWindow(BudgetId budget)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = """
            INSERT INTO budget_windows (budget_id, starts_at, ends_at, posted, pending) VALUES ($budget, 0, NULL, 0, 0) ON CONFLICT DO NOTHING;
            SELECT id, posted, pending FROM budget_windows WHERE budget_id = $budget AND starts_at = 0;
            """;
        command.Parameters.AddWithValue("$budget", budget.Value.ToByteArray(bigEndian: true));
        using var row = command.ExecuteReader();
        row.Read();
        return new(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
    }
}
