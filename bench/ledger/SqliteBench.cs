using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Weir.Storage.Sqlite;

namespace Weir.Bench.Ledger;

/// <summary>SQLite, on a file in the folder for temporary ones: set <c>TMPDIR</c> to choose the disk.</summary>
internal sealed class SqliteBench : IBenchEngine
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("weir-bench-ledger-");

    public string Name => "SQLite";

    private string DatabasePath => Path.Combine(_folder.FullName, "weir.db");

    public void AddStorage(IServiceCollection services) => services.AddSqliteStorage(DatabasePath);

    /// <summary>Ids are as they would be, version 7 and in the order of time, of a thousand users, one attempt a second.</summary>
    public void Fill(long entries)
    {
        using var connection = BareSqliteLoop.Open(DatabasePath);
        using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $count)
            INSERT INTO token_usage (attempt_id, exchange_id, kind, user_id, upstream_id, model_id, admitted_at, ended_at, input, cache_read, cache_write5m,
                cache_write1h, output, nano_dollars, is_price_uncertain, source, outcome, status, reserved, overrun, first_byte_microseconds, request_id, requests, windows)
            SELECT unhex(printf('%012x7', 1700000000000 + i * 1000) || substr(hex(randomblob(10)), 1, 19)),
                unhex(printf('%012x7', 1700000000000 + i * 1000) || substr(hex(randomblob(10)), 1, 19)),
                0, unhex(printf('%032x', abs(random()) % 1000)), 1, 2, 1700000000000000 + i * 1000000, 1700000000000000 + i * 1000000 + 500000,
                1500, 0, 0, 0, 500, 0, 0, 0, 0, 200, 3000, 0, 300000, 'req_011CSHoEeqs5C35K2UUqR7Fy', 1, zeroblob(16)
            FROM n WHERE $count > 0;
            INSERT INTO usage_sums (starts_at, user_id, upstream_id, model_id, entries, failures, input, cache_read, cache_write5m, cache_write1h, output, nano_dollars)
            SELECT ended_at / 900000000 * 900000000, user_id, upstream_id, model_id, count(*), 0, sum(input), 0, 0, 0, sum(output), 0
            FROM token_usage GROUP BY 1, 2, 3, 4;
            """;
        command.Parameters.AddWithValue("$count", entries);
        command.ExecuteNonQuery();
    }

    public IBareLoop OpenLoop(IReadOnlyList<BenchAccount> accounts) => new BareSqliteLoop(DatabasePath, accounts);

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}
