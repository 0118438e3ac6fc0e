using Npgsql;
using NpgsqlTypes;

namespace Weir.Bench.Ledger;

/// <summary>The statements of one bare transaction on PostgreSQL, prepared once: those that reserve, those that settle, or both.</summary>
internal sealed class BareBatch : IDisposable
{
    private const NpgsqlDbType Ids = NpgsqlDbType.Array | NpgsqlDbType.Uuid;

    private const NpgsqlDbType Numbers = NpgsqlDbType.Array | NpgsqlDbType.Bigint;

    private const NpgsqlDbType Bytes = NpgsqlDbType.Array | NpgsqlDbType.Bytea;

    private const string AddSums = """
        INSERT INTO usage_sums (starts_at, user_id, upstream_id, model_id, entries, failures, input, cache_read, cache_write5m, cache_write1h, output, nano_dollars)
        SELECT $1, added.user_id, 1, 2, added.count, 0, 1500 * added.count, 0, 0, 0, 500 * added.count, 0 FROM unnest($2, $3) AS added (user_id, count)
        ON CONFLICT (starts_at, user_id, upstream_id, model_id) DO UPDATE SET
            entries = usage_sums.entries + excluded.entries, failures = usage_sums.failures + excluded.failures, input = usage_sums.input + excluded.input,
            cache_read = usage_sums.cache_read + excluded.cache_read, cache_write5m = usage_sums.cache_write5m + excluded.cache_write5m,
            cache_write1h = usage_sums.cache_write1h + excluded.cache_write1h, output = usage_sums.output + excluded.output,
            nano_dollars = usage_sums.nano_dollars + excluded.nano_dollars
        """;

    private const string AddTotals = """
        INSERT INTO usage_totals (kind, starts_at, subject_id, upstream_id, model_id, entries, failures, input, cache_read, cache_write5m, cache_write1h, output,
            nano_dollars, first_bytes, first_byte_microseconds, streamed_microseconds, streamed_output)
        SELECT 0, $1, $3, 0, 0, sum(added.count), 0, 1500 * sum(added.count), 0, 0, 0, 500 * sum(added.count), 0, 0, 0, 0, 0 FROM unnest($4, $5) AS added (user_id, count)
        UNION ALL SELECT 1, $2, added.user_id, 0, 0, added.count, 0, 1500 * added.count, 0, 0, 0, 500 * added.count, 0, 0, 0, 0, 0 FROM unnest($4, $5) AS added (user_id, count)
        UNION ALL SELECT 2, $2, $3, 1, 2, sum(added.count), 0, 1500 * sum(added.count), 0, 0, 0, 500 * sum(added.count), 0, 0, 0, 0, 0 FROM unnest($4, $5) AS added (user_id, count)
        ON CONFLICT (kind, starts_at, subject_id, upstream_id, model_id) DO UPDATE SET
            entries = usage_totals.entries + excluded.entries, failures = usage_totals.failures + excluded.failures, input = usage_totals.input + excluded.input,
            cache_read = usage_totals.cache_read + excluded.cache_read, cache_write5m = usage_totals.cache_write5m + excluded.cache_write5m,
            cache_write1h = usage_totals.cache_write1h + excluded.cache_write1h, output = usage_totals.output + excluded.output,
            nano_dollars = usage_totals.nano_dollars + excluded.nano_dollars
        """;

    private readonly NpgsqlBatch _batch;
    private readonly List<(NpgsqlParameter Parameter, Func<BareRows, object> Value)> _parameters = [];

    public BareBatch(NpgsqlConnection connection, (bool Reserves, bool Settles) shape)
    {
        _batch = new(connection);
        Add("BEGIN");
        if (shape.Settles)
        {
            Add(
                "DELETE FROM reservations WHERE id = ANY($1) AND state = 0 RETURNING id, exchange_id, user_id, upstream_id, model_id, admitted_at, input, output, windows",
                (Ids, rows => rows.Ended.ConvertAll(row => row.Attempt)));
        }

        Add("SELECT posted, pending FROM budget_windows WHERE id = ANY($1) ORDER BY id FOR UPDATE", (Numbers, rows => rows.Windows.Keys.ToArray()));
        if (shape.Reserves)
        {
            AddReservations();
        }

        if (shape.Settles)
        {
            AddEntries();
            // Of everything first, then by the quarter: in each process in the same order.
            AddSumsFrom(_ => DateTimeOffset.UnixEpoch);
            AddSumsFrom(QuarterOf);
            Add(
                AddTotals,
                (NpgsqlDbType.TimestampTz, rows => QuarterOf(rows)),
                (NpgsqlDbType.TimestampTz, rows => new DateTimeOffset(rows.Now.UtcDateTime.Date, TimeSpan.Zero)),
                (NpgsqlDbType.Uuid, rows => rows.Replica),
                (Ids, rows => rows.Sums.Keys.ToArray()),
                (Numbers, rows => rows.Sums.Values.ToArray()));
        }

        Add(
            "UPDATE budget_windows SET posted = budget_windows.posted + added.posted, pending = budget_windows.pending + added.pending FROM unnest($1, $2, $3) AS added (id, posted, pending) WHERE budget_windows.id = added.id",
            (Numbers, rows => rows.Windows.Keys.ToArray()),
            (Numbers, rows => rows.Windows.Values.Select(added => added.Posted).ToArray()),
            (Numbers, rows => rows.Windows.Values.Select(added => added.Pending).ToArray()));
        Add("COMMIT");
        _batch.Prepare();
    }

    public void Commit(BareRows rows)
    {
        foreach (var (parameter, value) in _parameters)
        {
            parameter.Value = value(rows);
        }

        _batch.ExecuteNonQuery();
    }

    public void Dispose() => _batch.Dispose();

    private void AddReservations() => Add(
        """
        INSERT INTO reservations (id, exchange_id, state, user_id, upstream_id, model_id, admitted_at, input, input_is_reported, output, asked_output,
            tokens_per_second, fixed_nano_dollars, nano_dollars, replica_id, windows)
        SELECT asked.id, asked.id, 0, asked.user_id, 1, 2, $4, 2000, false, 1000, 1000, 300, 0, 0, $5, asked.windows
        FROM unnest($1, $2, $3) AS asked (id, user_id, windows)
        """,
        (Ids, rows => rows.Inserted.ConvertAll(row => row.Attempt)),
        (Ids, rows => rows.Inserted.ConvertAll(row => row.User)),
        (Bytes, rows => rows.Inserted.ConvertAll(row => row.Windows)),
        (NpgsqlDbType.TimestampTz, rows => rows.Now),
        (NpgsqlDbType.Uuid, rows => rows.Replica));

    private void AddEntries() => Add(
        """
        INSERT INTO token_usage (attempt_id, exchange_id, kind, user_id, upstream_id, model_id, admitted_at, ended_at, input, cache_read, cache_write5m,
            cache_write1h, output, nano_dollars, is_price_uncertain, source, outcome, status, reserved, overrun, first_byte_microseconds, request_id, requests, windows)
        SELECT ended.id, ended.id, 0, ended.user_id, 1, 2, $4, $4, 1500, 0, 0, 0, 500, 0, false, 0, 0, 200, 3000, 0, 300000, 'req_011CSHoEeqs5C35K2UUqR7Fy', 1, ended.windows
        FROM unnest($1, $2, $3) AS ended (id, user_id, windows)
        """,
        (Ids, rows => rows.Ended.ConvertAll(row => row.Attempt)),
        (Ids, rows => rows.Ended.ConvertAll(row => row.User)),
        (Bytes, rows => rows.Ended.ConvertAll(row => row.Windows)),
        (NpgsqlDbType.TimestampTz, rows => rows.Now));

    private static DateTimeOffset QuarterOf(BareRows rows) => new(rows.Now.UtcTicks / TimeSpan.TicksPerMinute / 15 * 15 * TimeSpan.TicksPerMinute, TimeSpan.Zero);

    private void AddSumsFrom(Func<BareRows, DateTimeOffset> start) => Add(
        AddSums,
        (NpgsqlDbType.TimestampTz, rows => start(rows)),
        (Ids, rows => rows.Sums.Keys.ToArray()),
        (Numbers, rows => rows.Sums.Values.ToArray()));

    private void Add(string sql, params ReadOnlySpan<(NpgsqlDbType Type, Func<BareRows, object> Value)> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var (type, value) in parameters)
        {
            var parameter = new NpgsqlParameter { NpgsqlDbType = type };
            command.Parameters.Add(parameter);
            _parameters.Add((parameter, value));
        }

        _batch.BatchCommands.Add(command);
    }
}
