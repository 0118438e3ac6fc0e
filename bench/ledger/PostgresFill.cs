using Npgsql;

namespace Weir.Bench.Ledger;

/// <summary>Rows for PostgreSQL, made by the server itself.</summary>
internal sealed class PostgresFill(string name, NpgsqlDataSource source)
{
    private const string Sum =
        "INSERT INTO usage_sums (starts_at, user_id, upstream_id, model_id, entries, failures, input, cache_read, cache_write5m, cache_write1h, output, nano_dollars)";

    private static readonly string Entries = $"""
        INSERT INTO token_usage (attempt_id, exchange_id, kind, user_id, upstream_id, model_id, admitted_at, ended_at, input, cache_read, cache_write5m,
            cache_write1h, output, nano_dollars, is_price_uncertain, source, outcome, status, reserved, overrun, first_byte_microseconds, request_id, requests, windows)
        SELECT {Id('a')}, {Id('e')}, 0, lpad(to_hex({FillSteps.User}), 32, '0')::uuid, 1, 2,
            {Time(0)}, {Time(500_000)},
            1500, 0, 0, 0, 500, 0, false, 0, 0, 200, 3000, 0, 300000, 'req_011CSHoEeqs5C35K2UUqR7Fy', 1, '\x00000000000000000000000000000000'::bytea
        FROM generate_series($2, $3) AS i
        """;

    private static readonly string[] Sums =
    [
        $"""
        {Sum} SELECT date_bin('15 minutes', ended_at, timestamptz 'epoch'), user_id, upstream_id, model_id, count(*), 0, sum(input), 0, 0, 0, sum(output), 0
        FROM token_usage GROUP BY 1, 2, 3, 4
        """,
        $"""
        {Sum} SELECT timestamptz 'epoch', user_id, upstream_id, model_id, sum(entries), 0, sum(input), 0, 0, 0, sum(output), 0
        FROM usage_sums GROUP BY 1, 2, 3, 4
        """,
    ];

    private const string Total = """
        INSERT INTO usage_totals (kind, starts_at, subject_id, upstream_id, model_id, entries, failures, input, cache_read, cache_write5m, cache_write1h, output,
            nano_dollars, first_bytes, first_byte_microseconds, streamed_microseconds, streamed_output)
        """;

    private const string Added = "sum(entries), 0, sum(input), 0, 0, 0, sum(output), 0, 0, 0, 0, 0 FROM usage_sums WHERE starts_at > timestamptz 'epoch' GROUP BY 2, 3, 4, 5";

    private const string Nobody = "'00000000-0000-0000-0000-000000000000'::uuid";

    private const string Day = "date_bin('1 day', starts_at, timestamptz 'epoch')";

    private static readonly string[] Totals =
    [
        $"{Total} SELECT 0, starts_at, {Nobody}, 0::bigint, 0::bigint, {Added}",
        $"{Total} SELECT 1, {Day}, user_id, 0::bigint, 0::bigint, {Added}",
        $"{Total} SELECT 2, {Day}, {Nobody}, upstream_id, model_id, {Added}",
    ];

    /// <summary>Indexes are made when the rows are there.</summary>
    public async Task<IReadOnlyList<StoredSize>> RunAsync(long entries, CancellationToken cancellationToken)
    {
        var indexes = await ReadAsync(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 'token_usage'::regclass AND NOT indisprimary ORDER BY 1",
            row => (Name: row.GetString(0), Sql: row.GetString(1)),
            cancellationToken);
        foreach (var index in indexes)
        {
            await ExecuteAsync($"DROP INDEX {index.Name}", cancellationToken);
        }

        await FillSteps.RunAsync(name, entries, (first, last) => ExecuteAsync(Entries, cancellationToken, FillSteps.Start, first, last), cancellationToken);
        foreach (var index in indexes)
        {
            FillSteps.Say(name, index.Name);
            await ExecuteAsync(index.Sql, cancellationToken);
        }

        foreach (var sum in Sums)
        {
            FillSteps.Say(name, "usage_sums");
            await ExecuteAsync(sum, cancellationToken);
        }

        foreach (var total in Totals)
        {
            FillSteps.Say(name, "usage_totals");
            await ExecuteAsync(total, cancellationToken);
        }

        // As the server would by itself, in the middle of a load.
        FillSteps.Say(name, "VACUUM");
        await ExecuteAsync("VACUUM (ANALYZE) token_usage, usage_sums, usage_totals", cancellationToken);
        return await ReadAsync(
            """
            SELECT relname, pg_table_size(oid) FROM pg_class WHERE relname = 'token_usage'
            UNION ALL SELECT indexrelid::regclass::text, pg_relation_size(indexrelid) FROM pg_index WHERE indrelid = 'token_usage'::regclass
            UNION ALL SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE relname IN ('usage_sums', 'usage_totals')
            """,
            row => new StoredSize(row.GetString(0), row.GetInt64(1)),
            cancellationToken);
    }

    /// <summary>As version 7 has them, in the order of time.</summary>
    private static string Id(char kind) =>
        $"(lpad(to_hex(($1 + i * 1000000) / 1000), 12, '0') || '7' || left(md5('{kind}' || i), 3) || '8' || right(md5('{kind}' || i), 15))::uuid";

    private static string Time(int microseconds) => $"timestamptz 'epoch' + ($1 + i * 1000000 + {microseconds}) * interval '1 microsecond'";

    private async Task<List<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await row.ReadAsync(cancellationToken))
        {
            rows.Add(read(row));
        }

        return rows;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken, params long[] parameters)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        Array.ForEach(parameters, value => command.Parameters.Add(new() { Value = value }));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
