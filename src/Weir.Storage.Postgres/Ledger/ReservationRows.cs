using Npgsql;
using Weir.Storage.Ledger;

namespace Weir.Storage.Postgres.Ledger;

/// <summary>Rows of <c>reservations</c>.</summary>
internal static class ReservationRows
{
    private static readonly RowColumns<Reservation> All = new()
    {
        { "id", row => row.Id },
        { "exchange_id", row => row.ExchangeId },
        { "state", row => (int)row.State },
        { "user_id", row => row.UserId },
        { "api_key_id", row => row.ApiKeyId },
        { "upstream_id", row => row.UpstreamId },
        { "model_id", row => row.ModelId },
        { "admitted_at", row => row.AdmittedAt },
        { "input", row => row.Input },
        { "input_is_reported", row => row.InputIsReported },
        { "output", row => row.Output },
        { "asked_output", row => row.AskedOutput },
        { "tokens_per_second", row => row.TokensPerSecond },
        { "fixed_nano_dollars", row => row.FixedNanoDollars },
        { "nano_dollars", row => row.NanoDollars },
        { "price_id", row => row.PriceId },
        { "replica_id", row => row.ReplicaId },
        { "abandoned_at", row => row.AbandonedAt },
        { "client_session", row => row.ClientSession },
        { "client_agent", row => row.ClientAgent },
        { "client_parent_agent", row => row.ClientParentAgent },
        { "windows", row => row.Windows },
    };

    public static readonly string Columns = All.Names;

    public static readonly int Count = All.Count();

    private static readonly RowStatement<Reservation> Insertion = RowStatement<Reservation>.Insert("reservations", All);

    public static Reservation Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        ExchangeId = row.GetGuid(1),
        State = (ReservationState)row.GetInt32(2),
        UserId = row.GetGuid(3),
        ApiKeyId = row.IsDBNull(4) ? null : row.GetGuid(4),
        UpstreamId = row.GetInt64(5),
        ModelId = row.GetInt64(6),
        AdmittedAt = row.GetFieldValue<DateTimeOffset>(7),
        Input = row.GetInt64(8),
        InputIsReported = row.GetBoolean(9),
        Output = row.GetInt64(10),
        AskedOutput = row.GetInt64(11),
        TokensPerSecond = row.GetInt64(12),
        FixedNanoDollars = row.GetInt64(13),
        NanoDollars = row.GetInt64(14),
        PriceId = row.IsDBNull(15) ? null : row.GetGuid(15),
        ReplicaId = row.GetGuid(16),
        AbandonedAt = row.IsDBNull(17) ? null : row.GetFieldValue<DateTimeOffset>(17),
        ClientSession = row.IsDBNull(18) ? null : row.GetString(18),
        ClientAgent = row.IsDBNull(19) ? null : row.GetString(19),
        ClientParentAgent = row.IsDBNull(20) ? null : row.GetString(20),
        Windows = row.GetFieldValue<byte[]>(21),
    };

    public static NpgsqlBatchCommand Insert(List<Reservation> rows) => Insertion.Of(rows);
}
