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
        + "first_byte_microseconds, request_id, client_session, client_agent, client_parent_agent, windows, requests";

    private static readonly string Insertion = Unnested.Insert("token_usage", Columns, [
        "uuid", "uuid", "int", "uuid", "uuid", "bigint", "bigint", "timestamptz", "timestamptz", "bigint", "bigint",
        "bigint", "bigint", "bigint", "bigint", "uuid", "bool", "int", "int", "int", "bigint", "bigint", "bigint",
        "bigint", "text", "text", "text", "text", "bytea", "bigint",
    ]);

    public static NpgsqlBatchCommand Insert(List<LedgerEntry> rows) => Unnested.Command(
        Insertion,
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
        rows.ConvertAll(row => row.Requests));

    /// <summary>The one that ended the attempt, with its corrections added; null when there is none.</summary>
    public static LedgerEntry? Sum(NpgsqlConnection connection, AttemptId attempt)
    {
        using var command = new NpgsqlCommand(
            $"SELECT {Columns} FROM token_usage WHERE attempt_id = $1 AND kind < 2 UNION ALL SELECT {Columns} FROM token_usage WHERE attempt_id = $1 AND kind = 2",
            connection);
        command.Parameters.Add(new() { Value = attempt.Value });
        using var row = command.ExecuteReader();
        LedgerEntry? sum = null;
        while (row.Read())
        {
            sum = Add(sum, Read(row));
        }

        return sum;
    }

    /// <summary>Adds an entry to those of its attempt before it.</summary>
    /// <param name="sum">Changed; null when the entry is the first.</param>
    /// <param name="entry">The entry.</param>
    public static LedgerEntry Add(LedgerEntry? sum, LedgerEntry entry)
    {
        if (sum is null)
        {
            return entry.Copy();
        }

        sum.Input += entry.Input;
        sum.CacheRead += entry.CacheRead;
        sum.CacheWrite5m += entry.CacheWrite5m;
        sum.CacheWrite1h += entry.CacheWrite1h;
        sum.Output += entry.Output;
        sum.NanoDollars += entry.NanoDollars;
        sum.Overrun += entry.Overrun;
        sum.Requests += entry.Requests;
        return sum;
    }

    /// <summary>What is needed of an entry to correct its attempt.</summary>
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
        Input = row.GetInt64(9),
        CacheRead = row.GetInt64(10),
        CacheWrite5m = row.GetInt64(11),
        CacheWrite1h = row.GetInt64(12),
        Output = row.GetInt64(13),
        NanoDollars = row.GetInt64(14),
        PriceId = row.IsDBNull(15) ? null : row.GetGuid(15),
        Reserved = row.GetInt64(20),
        Overrun = row.GetInt64(21),
        LoweredTo = row.IsDBNull(22) ? null : row.GetInt64(22),
        ClientSession = row.IsDBNull(25) ? null : row.GetString(25),
        ClientAgent = row.IsDBNull(26) ? null : row.GetString(26),
        ClientParentAgent = row.IsDBNull(27) ? null : row.GetString(27),
        Windows = row.GetFieldValue<byte[]>(28),
        Requests = row.GetInt64(29),
    };
}
