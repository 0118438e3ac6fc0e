using Npgsql;
using Weir.Storage.Ledger;

namespace Weir.Storage.Postgres.Ledger;

/// <summary>Rows of <c>reservations</c>.</summary>
internal static class ReservationRows
{
    public const string Columns =
        "id, exchange_id, state, user_id, api_key_id, upstream_id, model_id, admitted_at, input, input_is_reported, output, asked_output, tokens_per_second, "
        + "fixed_nano_dollars, nano_dollars, price_id, replica_id, abandoned_at, client_session, client_agent, client_parent_agent, windows";

    public static readonly int Count = Columns.Split(',').Length;

    private static readonly string Insertion = Unnested.Insert("reservations", Columns, [
        "uuid", "uuid", "int", "uuid", "uuid", "bigint", "bigint", "timestamptz", "bigint", "bool", "bigint", "bigint", "bigint",
        "bigint", "bigint", "uuid", "uuid", "timestamptz", "text", "text", "text", "bytea",
    ]);

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

    public static NpgsqlBatchCommand Insert(List<Reservation> rows) => Unnested.Command(
        Insertion,
        rows.ConvertAll(row => row.Id),
        rows.ConvertAll(row => row.ExchangeId),
        rows.ConvertAll(row => (int)row.State),
        rows.ConvertAll(row => row.UserId),
        rows.ConvertAll(row => row.ApiKeyId),
        rows.ConvertAll(row => row.UpstreamId),
        rows.ConvertAll(row => row.ModelId),
        rows.ConvertAll(row => row.AdmittedAt),
        rows.ConvertAll(row => row.Input),
        rows.ConvertAll(row => row.InputIsReported),
        rows.ConvertAll(row => row.Output),
        rows.ConvertAll(row => row.AskedOutput),
        rows.ConvertAll(row => row.TokensPerSecond),
        rows.ConvertAll(row => row.FixedNanoDollars),
        rows.ConvertAll(row => row.NanoDollars),
        rows.ConvertAll(row => row.PriceId),
        rows.ConvertAll(row => row.ReplicaId),
        rows.ConvertAll(row => row.AbandonedAt),
        rows.ConvertAll(row => row.ClientSession),
        rows.ConvertAll(row => row.ClientAgent),
        rows.ConvertAll(row => row.ClientParentAgent),
        rows.ConvertAll(row => row.Windows));
}
