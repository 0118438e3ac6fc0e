using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using Weir.Storage.Sqlite;

namespace Weir.Bench.Usage;

/// <summary>
/// Fills a database with entries as if attempts had been settled one a second until now, together with the windows and usage sums that go with
/// them: <c>weir ledger verify</c> finds it clean. Users work in bursts, as agents do, and the first has every tenth. To be used while nobody else has
/// the file.
/// </summary>
internal sealed class SqliteSeed(BenchDatabase database, IReadOnlyList<BenchUser> users)
{
    /// <summary>Entries in a row of one user with one model; eighteen fill a quarter of an hour, so that none lies in two.</summary>
    public const int BurstSize = 50;

    private const long Second = 1_000_000;

    private const long Quarter = 900 * Second;

    /// <summary>No log is kept and nothing is synced: should it be interrupted, the file is worth nothing.</summary>
    private const string Plain = "PRAGMA journal_mode = DELETE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; PRAGMA temp_store = MEMORY;";

    private const string Bursts = """
        CREATE TEMP TABLE seed_users (n INTEGER PRIMARY KEY, id BLOB, window INTEGER, windows BLOB);
        CREATE TEMP TABLE bursts (b INTEGER PRIMARY KEY, starts INTEGER, size INTEGER, user INTEGER, model INTEGER);
        CREATE TEMP TABLE places (i INTEGER PRIMARY KEY);
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < $burst) INSERT INTO places SELECT i FROM n;
        WITH RECURSIVE n(b) AS (SELECT 0 UNION ALL SELECT b + 1 FROM n WHERE (b + 1) * $burst < $count)
        INSERT INTO bursts SELECT b, $start + b * $burst * $second, min($burst, $count - b * $burst), CASE WHEN b % 10 = 0 THEN 0 ELSE b * 7919 % $users END, 1002 + b % 7 FROM n;
        INSERT INTO names (id, text) VALUES (1001, 'anthropic'), (1002, 'model-a'), (1003, 'model-b'), (1004, 'model-c'), (1005, 'model-d'), (1006, 'model-e'), (1007, 'model-f'), (1008, 'model-g');
        """;

    /// <summary>Ids are as they would be, version 7 and in the order of time.</summary>
    private const string Entries = """
        INSERT INTO token_usage (attempt_id, exchange_id, kind, user_id, upstream_id, model_id, admitted_at, ended_at, input, cache_read, cache_write5m, cache_write1h,
            output, nano_dollars, is_price_uncertain, source, outcome, status, reserved, overrun, first_byte_microseconds, request_id, requests, windows)
        SELECT unhex(printf('%012x7', (b.starts / 1000) + p.i * 1000) || substr(hex(randomblob(10)), 1, 19)),
            unhex(printf('%012x7', (b.starts / 1000) + p.i * 1000) || substr(hex(randomblob(10)), 1, 19)),
            0, u.id, 1001, b.model, b.starts + p.i * $second, b.starts + p.i * $second + 500000,
            150, 20000, 300, 0, 500, 15000000, 0, 0, 0, 200, 30000, 0, 300000, 'req_011CSHoEeqs5C35K2UUqR7Fy', 1, u.windows
        FROM bursts b CROSS JOIN places p JOIN seed_users u ON u.n = b.user WHERE p.i < b.size ORDER BY b.b, p.i;
        """;

    private const string Sums = """
        INSERT INTO usage_sums (starts_at, user_id, upstream_id, model_id, entries, failures, input, cache_read, cache_write5m, cache_write1h, output, nano_dollars)
        SELECT b.starts / $quarter * $quarter, u.id, 1001, b.model, sum(b.size), 0, sum(b.size) * 150, sum(b.size) * 20000, sum(b.size) * 300, 0, sum(b.size) * 500, sum(b.size) * 15000000
        FROM bursts b JOIN seed_users u ON u.n = b.user GROUP BY 1, 2, 4;
        INSERT INTO usage_sums (starts_at, user_id, upstream_id, model_id, entries, failures, input, cache_read, cache_write5m, cache_write1h, output, nano_dollars)
        SELECT 0, user_id, upstream_id, model_id, sum(entries), 0, sum(input), sum(cache_read), sum(cache_write5m), 0, sum(output), sum(nano_dollars)
        FROM usage_sums WHERE starts_at > 0 GROUP BY user_id, upstream_id, model_id;
        UPDATE budget_windows SET posted = posted + s.total
        FROM (SELECT u.window AS id, sum(b.size) * 20950 AS total FROM bursts b JOIN seed_users u ON u.n = b.user GROUP BY 1) s WHERE budget_windows.id = s.id;
        """;

    /// <returns>Bytes that the file has grown by.</returns>
    public long Fill(long entries)
    {
        // A connection that idles in the pool keeps the file's mode as it is.
        SqliteConnection.ClearAllPools();
        var before = new FileInfo(database.Path).Length;
        using (var connection = new SqliteConnection($"Data Source={database.Path};Pooling=False"))
        {
            connection.Open();
            Run(connection, Plain);
            var now = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
            var start = (now - (entries * Second)) / Quarter * Quarter;
            Run(connection, Bursts, ("$burst", BurstSize), ("$count", entries), ("$start", start), ("$second", Second), ("$users", users.Count));
            AddUsers(connection);
            Run(connection, Entries, ("$second", Second));
            Run(connection, Sums, ("$quarter", Quarter));
            Run(connection, "PRAGMA journal_mode = WAL;");
        }

        return new FileInfo(database.Path).Length - before;
    }

    private void AddUsers(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO seed_users VALUES ($n, $id, $window, $windows)";
        for (var n = 0; n < users.Count; n++)
        {
            var windows = new byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(windows, users[n].Window);
            insert.Parameters.Clear();
            insert.Parameters.AddWithValue("$n", n);
            insert.Parameters.AddWithValue("$id", users[n].Id.ToByteArray(bigEndian: true));
            insert.Parameters.AddWithValue("$window", users[n].Window);
            insert.Parameters.AddWithValue("$windows", windows);
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private static void Run(SqliteConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }
}
