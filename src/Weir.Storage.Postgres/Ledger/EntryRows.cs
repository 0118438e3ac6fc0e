using Npgsql;
using Weir.Accounting;
using Weir.Storage.Ledger;

namespace Weir.Storage.Postgres.Ledger;

/// <summary>Rows of <c>token_usage</c>.</summary>
internal static class EntryRows
{
    private static readonly RowColumns<LedgerEntry> All = new()
    {
        { "attempt_id", row => row.AttemptId },
        { "exchange_id", row => row.ExchangeId },
        { "kind", row => (int)row.Kind },
        { "user_id", row => row.UserId },
        { "api_key_id", row => row.ApiKeyId },
        { "upstream_id", row => row.UpstreamId },
        { "model_id", row => row.ModelId },
        { "admitted_at", row => row.AdmittedAt },
        { "ended_at", row => row.EndedAt },
        { "input", row => row.Input },
        { "cache_read", row => row.CacheRead },
        { "cache_write5m", row => row.CacheWrite5m },
        { "cache_write1h", row => row.CacheWrite1h },
        { "output", row => row.Output },
        { "nano_dollars", row => row.NanoDollars },
        { "price_id", row => row.PriceId },
        { "is_price_uncertain", row => row.IsPriceUncertain },
        { "source", row => (int)row.Source },
        { "outcome", row => (int)row.Outcome },
        { "status", row => row.Status },
        { "reserved", row => row.Reserved },
        { "overrun", row => row.Overrun },
        { "lowered_to", row => row.LoweredTo },
        { "first_byte_microseconds", row => row.FirstByteMicroseconds },
        { "request_id", row => row.RequestId },
        { "client_session", row => row.ClientSession },
        { "client_agent", row => row.ClientAgent },
        { "client_parent_agent", row => row.ClientParentAgent },
        { "windows", row => row.Windows },
        { "requests", row => row.Requests },
        { "sent_microseconds", row => row.SentMicroseconds },
        { "last_byte_microseconds", row => row.LastByteMicroseconds },
        { "is_streamed", row => row.IsStreamed },
        { "first_bytes", row => row.FirstBytes },
        { "streamed_microseconds", row => row.StreamedMicroseconds },
        { "streamed_output", row => row.StreamedOutput },
    };

    private static readonly string Columns = All.Names;

    private static readonly RowStatement<LedgerEntry> Insertion = RowStatement<LedgerEntry>.Insert("token_usage", All);

    private static readonly RowStatement<LedgerEntry> InsertionWithIds = RowStatement<LedgerEntry>.Insert("token_usage", new() { { "id", row => row.Id }, All });

    public static NpgsqlBatchCommand Insert(List<LedgerEntry> rows) => Insertion.Of(rows);

    public static NpgsqlBatchCommand InsertWithIds(List<LedgerEntry> rows) => InsertionWithIds.Of(rows);

    /// <summary>For an entry whose id something else must name.</summary>
    public static long NextId(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT nextval(pg_get_serial_sequence('token_usage', 'id'))", connection);
        return (long)command.ExecuteScalar()!;
    }

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
