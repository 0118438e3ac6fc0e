using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Weir.Storage.Sqlite;

namespace Weir.Bench.Ledger;

/// <summary>SQLite, on a file in the folder for temporary ones: set <c>TMPDIR</c> to choose the disk.</summary>
internal sealed class SqliteBench : IBenchEngine
{
    private const string Entries = $"""
        WITH RECURSIVE n(i) AS (SELECT $first UNION ALL SELECT i + 1 FROM n WHERE i < $last)
        INSERT INTO token_usage (attempt_id, exchange_id, kind, user_id, upstream_id, model_id, admitted_at, ended_at, input, cache_read, cache_write5m,
            cache_write1h, output, nano_dollars, is_price_uncertain, source, outcome, status, reserved, overrun, first_byte_microseconds, request_id, requests, windows)
        SELECT unhex(printf('%012x7', ($start + i * 1000000) / 1000) || substr(hex(randomblob(10)), 1, 19)),
            unhex(printf('%012x7', ($start + i * 1000000) / 1000) || substr(hex(randomblob(10)), 1, 19)),
            0, unhex(printf('%032x', {FillSteps.User})), 1, 2, $start + i * 1000000, $start + i * 1000000 + 500000,
            1500, 0, 0, 0, 500, 0, 0, 0, 0, 200, 3000, 0, 300000, 'req_011CSHoEeqs5C35K2UUqR7Fy', 1, zeroblob(16)
        FROM n
        """;

    private const string Sums = """
        INSERT INTO usage_sums (starts_at, user_id, upstream_id, model_id, entries, failures, input, cache_read, cache_write5m, cache_write1h, output, nano_dollars)
        SELECT ended_at / $quarter * $quarter, user_id, upstream_id, model_id, count(*), 0, sum(input), 0, 0, 0, sum(output), 0
        FROM token_usage GROUP BY 1, 2, 3, 4;
        INSERT INTO usage_sums (starts_at, user_id, upstream_id, model_id, entries, failures, input, cache_read, cache_write5m, cache_write1h, output, nano_dollars)
        SELECT 0, user_id, upstream_id, model_id, sum(entries), 0, sum(input), 0, 0, 0, sum(output), 0
        FROM usage_sums GROUP BY 1, 2, 3, 4;
        """;

    private const string Total = """
        INSERT INTO usage_totals (kind, starts_at, subject_id, upstream_id, model_id, entries, failures, input, cache_read, cache_write5m, cache_write1h, output,
            nano_dollars, first_bytes, first_byte_microseconds, streamed_microseconds, streamed_output)
        """;

    private const string Added = "sum(entries), 0, sum(input), 0, 0, 0, sum(output), 0, 0, 0, 0, 0 FROM usage_sums WHERE starts_at > 0 GROUP BY 2, 3, 4, 5";

    private const string Totals = $"""
        {Total} SELECT 0, starts_at, zeroblob(16), 0, 0, {Added};
        {Total} SELECT 1, starts_at / 86400000000 * 86400000000, user_id, 0, 0, {Added};
        {Total} SELECT 2, starts_at / 86400000000 * 86400000000, zeroblob(16), upstream_id, model_id, {Added};
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("weir-bench-ledger-");

    public string Name => "SQLite";

    public string? Url => null;

    private string DatabasePath => Path.Combine(_folder.FullName, "weir.db");

    public void AddStorage(IServiceCollection services) => services.AddSqliteStorage(DatabasePath);

    /// <summary>Indexes are made when the rows are there. Each step makes the file longer by what it takes.</summary>
    public async Task<IReadOnlyList<StoredSize>> FillAsync(long entries, CancellationToken cancellationToken)
    {
        using var connection = BareSqliteLoop.Open(DatabasePath);
        var indexes = ReadIndexes(connection);
        indexes.ForEach(index => Run(connection, $"DROP INDEX {index.Name}"));
        Run(connection, "VACUUM");
        var sizes = new List<StoredSize>();
        var before = Size(connection);
        await FillSteps.RunAsync(Name, entries, (first, last) => Task.Run(() => Run(connection, Entries, ("$start", FillSteps.Start), ("$first", first), ("$last", last)), cancellationToken), cancellationToken);
        Measure("token_usage");
        foreach (var (name, sql) in indexes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            FillSteps.Say(Name, name);
            Run(connection, sql);
            Measure(name);
        }

        FillSteps.Say(Name, "usage_sums");
        Run(connection, Sums, ("$quarter", FillSteps.Quarter));
        Measure("usage_sums");
        FillSteps.Say(Name, "usage_totals");
        Run(connection, Totals);
        Measure("usage_totals");
        Run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        return sizes;

        void Measure(string name)
        {
            var now = Size(connection);
            sizes.Add(new(name, now - before));
            before = now;
        }
    }

    public IBareLoop OpenLoop(IReadOnlyList<BenchAccount> accounts) => new BareSqliteLoop(DatabasePath, accounts);

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static List<(string Name, string Sql)> ReadIndexes(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'token_usage' AND sql IS NOT NULL ORDER BY name";
        using var row = command.ExecuteReader();
        var indexes = new List<(string, string)>();
        while (row.Read())
        {
            indexes.Add((row.GetString(0), row.GetString(1)));
        }

        return indexes;
    }

    private static long Size(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
        return (long)command.ExecuteScalar()!;
    }

    private static void Run(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, long Value)> parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }
}
