using Npgsql;
using Weir.Accounting;
using Weir.Storage.Ledger;

namespace Weir.Storage.Postgres.Ledger;

/// <summary>Rows of <c>token_usage</c>.</summary>
internal static class EntryRows
{
    private const string Columns =
        "attempt_id, exchange_id, kind, user_id, api_key_id, upstream_id, model_id, admitted_at, ended_at, input, cache_read, "
        + "cache_write5m, cache_write1h, output, nano_dollars, price_id, is_price_uncertain, source, outcome, status, reserved, overrun, lowered_to, "
        + "first_byte_microseconds, request_id, client_session, client_agent, client_parent_agent, windows, requests, "
        + "sent_microseconds, last_byte_microseconds, is_streamed, first_bytes, streamed_microseconds, streamed_output";

    private static readonly string[] Types =
    [
        "uuid", "uuid", "int", "uuid", "uuid", "bigint", "bigint", "timestamptz", "timestamptz", "bigint", "bigint",
        "bigint", "bigint", "bigint", "bigint", "uuid", "bool", "int", "int", "int", "bigint", "bigint", "bigint",
        "bigint", "text", "text", "text", "text", "bytea", "bigint",
        "bigint", "bigint", "bool", "bigint", "bigint", "bigint",
    ];

    private static readonly string Insertion = Unnested.Insert("token_usage", Columns, Types);

    private static readonly string InsertionWithIds = Unnested.Insert("token_usage", "id, " + Columns, ["bigint", .. Types]);

    public static NpgsqlBatchCommand Insert(List<LedgerEntry> rows) => Unnested.Command(Insertion, Values(rows));

    public static NpgsqlBatchCommand InsertWithIds(List<LedgerEntry> rows) => Unnested.Command(InsertionWithIds, [rows.ConvertAll(row => row.Id), .. Values(rows)]);

    /// <summary>For an entry whose id something else must name.</summary>
    public static long NextId(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT nextval(pg_get_serial_sequence('token_usage', 'id'))", connection);
        return (long)command.ExecuteScalar()!;
    }

    private static object[] Values(List<LedgerEntry> rows) =>
    [
        rows.ConvertAll(row => row.AttemptId),
        rows.ConvertAll(row => row.ExchangeId),
        rows.ConvertAll(row => (int)row.Kind),
        rows.ConvertAll(row => row.UserId),
        rows.ConvertAll(row => row.ApiKeyId),
        rows.ConvertAll(row => row.UpstreamId),
        rows.ConvertAll(row => row.ModelId),
        rows.ConvertAll(row => row.AdmittedAt),
        rows.ConvertAll(row => row.EndedAt),
        rows.ConvertAll(row => row.Input),
        rows.ConvertAll(row => row.CacheRead),
        rows.ConvertAll(row => row.CacheWrite5m),
        rows.ConvertAll(row => row.CacheWrite1h),
        rows.ConvertAll(row => row.Output),
        rows.ConvertAll(row => row.NanoDollars),
        rows.ConvertAll(row => row.PriceId),
        rows.ConvertAll(row => row.IsPriceUncertain),
        rows.ConvertAll(row => (int)row.Source),
        rows.ConvertAll(row => (int)row.Outcome),
        rows.ConvertAll(row => row.Status),
        rows.ConvertAll(row => row.Reserved),
        rows.ConvertAll(row => row.Overrun),
        rows.ConvertAll(row => row.LoweredTo),
        rows.ConvertAll(row => row.FirstByteMicroseconds),
        rows.ConvertAll(row => row.RequestId),
        rows.ConvertAll(row => row.ClientSession),
        rows.ConvertAll(row => row.ClientAgent),
        rows.ConvertAll(row => row.ClientParentAgent),
        rows.ConvertAll(row => row.Windows),
        rows.ConvertAll(row => row.Requests),
        rows.ConvertAll(row => row.SentMicroseconds),
        rows.ConvertAll(row => row.LastByteMicroseconds),
        rows.ConvertAll(row => row.IsStreamed),
        rows.ConvertAll(row => row.FirstBytes),
        rows.ConvertAll(row => row.StreamedMicroseconds),
        rows.ConvertAll(row => row.StreamedOutput),
    ];

    /// <summary>The one that ended the attempt first, then its corrections.</summary>
    public static List<LedgerEntry> Read(NpgsqlConnection connection, AttemptId attempt)
    {
        using var command = new NpgsqlCommand(
            $"SELECT {Columns}, id FROM token_usage WHERE attempt_id = $1 AND kind < 2 UNION ALL SELECT {Columns}, id FROM token_usage WHERE attempt_id = $1 AND kind > 1",
            connection);
        command.Parameters.Add(new() { Value = attempt.Value });
        return Read(command);
    }

    /// <param name="connection">Where.</param>
    /// <param name="condition">What comes after <c>WHERE</c>, and may end in a lock.</param>
    /// <param name="parameters">Of the condition.</param>
    public static List<LedgerEntry> Read(NpgsqlConnection connection, string condition, params ReadOnlySpan<object> parameters)
    {
        using var command = new NpgsqlCommand($"SELECT {Columns}, id FROM token_usage WHERE {condition}", connection);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new() { Value = parameter });
        }

        return Read(command);
    }

    private static List<LedgerEntry> Read(NpgsqlCommand command)
    {
        command.Prepare();
        using var row = command.ExecuteReader();
        var entries = new List<LedgerEntry>();
        while (row.Read())
        {
            entries.Add(Read(row));
        }

        return entries;
    }

    /// <summary>All entries of an attempt as one, under what the first says; null when there is none.</summary>
    public static LedgerEntry? Sum(IEnumerable<LedgerEntry> entries)
    {
        LedgerEntry? sum = null;
        foreach (var entry in entries)
        {
            if (sum is null)
            {
                sum = entry.Copy();
            }
            else
            {
                sum.Add(entry);
            }
        }

        return sum;
    }

    private static LedgerEntry Read(NpgsqlDataReader row) => new()
    {
        AttemptId = row.GetGuid(0),
        ExchangeId = row.GetGuid(1),
        Kind = (LedgerEntryKind)row.GetInt32(2),
        UserId = row.GetGuid(3),
        ApiKeyId = row.IsDBNull(4) ? null : row.GetGuid(4),
        UpstreamId = row.GetInt64(5),
        ModelId = row.GetInt64(6),
        AdmittedAt = row.GetFieldValue<DateTimeOffset>(7),
        EndedAt = row.GetFieldValue<DateTimeOffset>(8),
        Input = row.GetInt64(9),
        CacheRead = row.GetInt64(10),
        CacheWrite5m = row.GetInt64(11),
        CacheWrite1h = row.GetInt64(12),
        Output = row.GetInt64(13),
        NanoDollars = row.GetInt64(14),
        PriceId = row.IsDBNull(15) ? null : row.GetGuid(15),
        IsPriceUncertain = row.GetBoolean(16),
        Source = (UsageSource)row.GetInt32(17),
        Outcome = (AttemptOutcome)row.GetInt32(18),
        Status = row.GetInt32(19),
        Reserved = row.GetInt64(20),
        Overrun = row.GetInt64(21),
        LoweredTo = row.IsDBNull(22) ? null : row.GetInt64(22),
        FirstByteMicroseconds = row.IsDBNull(23) ? null : row.GetInt64(23),
        RequestId = row.IsDBNull(24) ? null : row.GetString(24),
        ClientSession = row.IsDBNull(25) ? null : row.GetString(25),
        ClientAgent = row.IsDBNull(26) ? null : row.GetString(26),
        ClientParentAgent = row.IsDBNull(27) ? null : row.GetString(27),
        Windows = row.GetFieldValue<byte[]>(28),
        Requests = row.GetInt64(29),
        SentMicroseconds = row.IsDBNull(30) ? null : row.GetInt64(30),
        LastByteMicroseconds = row.IsDBNull(31) ? null : row.GetInt64(31),
        IsStreamed = row.GetBoolean(32),
        FirstBytes = row.IsDBNull(33) ? null : row.GetInt64(33),
        StreamedMicroseconds = row.IsDBNull(34) ? null : row.GetInt64(34),
        StreamedOutput = row.IsDBNull(35) ? null : row.GetInt64(35),
        Id = row.GetInt64(36),
    };
}
