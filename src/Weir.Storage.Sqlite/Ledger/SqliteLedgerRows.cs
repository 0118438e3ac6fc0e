using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Sqlite.Ledger;

/// <summary>Rows of the ledger's tables as <see cref="SqliteLedgerStatements"/> lists their columns.</summary>
internal static class SqliteLedgerRows
{
    public static SqliteStatement Bind(this SqliteStatement insert, Reservation reservation) => insert
        .Bind(1, reservation.Id)
        .Bind(2, reservation.ExchangeId)
        .Bind(3, (long)reservation.State)
        .Bind(4, reservation.UserId)
        .Bind(5, reservation.ApiKeyId)
        .Bind(6, reservation.UpstreamId)
        .Bind(7, reservation.ModelId)
        .Bind(8, SqliteColumns.ToMicroseconds(reservation.AdmittedAt))
        .Bind(9, reservation.Input)
        .Bind(10, reservation.InputIsReported)
        .Bind(11, reservation.Output)
        .Bind(12, reservation.AskedOutput)
        .Bind(13, reservation.TokensPerSecond)
        .Bind(14, reservation.ClientSession)
        .Bind(15, reservation.ClientAgent)
        .Bind(16, reservation.ClientParentAgent)
        .Bind(17, reservation.Windows);

    public static SqliteStatement Bind(this SqliteStatement insert, LedgerEntry entry) => insert
        .Bind(1, entry.AttemptId)
        .Bind(2, entry.ExchangeId)
        .Bind(3, (long)entry.Kind)
        .Bind(4, entry.UserId)
        .Bind(5, entry.ApiKeyId)
        .Bind(6, entry.UpstreamId)
        .Bind(7, entry.ModelId)
        .Bind(8, SqliteColumns.ToMicroseconds(entry.AdmittedAt))
        .Bind(9, SqliteColumns.ToMicroseconds(entry.EndedAt))
        .Bind(10, entry.Input)
        .Bind(11, entry.CacheRead)
        .Bind(12, entry.CacheWrite5m)
        .Bind(13, entry.CacheWrite1h)
        .Bind(14, entry.Output)
        .Bind(15, (long)entry.Source)
        .Bind(16, (long)entry.Outcome)
        .Bind(17, (long)entry.Status)
        .Bind(18, entry.Reserved)
        .Bind(19, entry.Overrun)
        .Bind(20, entry.LoweredTo)
        .Bind(21, entry.FirstByteMicroseconds)
        .Bind(22, entry.RequestId)
        .Bind(23, entry.ClientSession)
        .Bind(24, entry.ClientAgent)
        .Bind(25, entry.ClientParentAgent)
        .Bind(26, entry.Windows);

    public static void Read(this SqliteStatement row, Reservation into)
    {
        into.Id = row.Guid(0);
        into.ExchangeId = row.Guid(1);
        into.State = (ReservationState)row.Int(2);
        into.UserId = row.Guid(3);
        into.ApiKeyId = row.GuidOrNull(4);
        into.UpstreamId = row.Long(5);
        into.ModelId = row.Long(6);
        into.AdmittedAt = SqliteColumns.FromMicroseconds(row.Long(7));
        into.Input = row.Long(8);
        into.InputIsReported = row.Int(9) != 0;
        into.Output = row.Long(10);
        into.AskedOutput = row.Long(11);
        into.TokensPerSecond = row.Long(12);
        into.ClientSession = row.TextOrNull(13);
        into.ClientAgent = row.TextOrNull(14);
        into.ClientParentAgent = row.TextOrNull(15);
        into.Windows = row.Bytes(16);
    }

    /// <summary>What entries of one attempt have in common; their counts are added by <see cref="AddCounts"/>.</summary>
    public static LedgerEntry ReadEntry(this SqliteStatement row) => new()
    {
        AttemptId = row.Guid(0),
        ExchangeId = row.Guid(1),
        Kind = (LedgerEntryKind)row.Int(2),
        UserId = row.Guid(3),
        ApiKeyId = row.GuidOrNull(4),
        UpstreamId = row.Long(5),
        ModelId = row.Long(6),
        AdmittedAt = SqliteColumns.FromMicroseconds(row.Long(7)),
        Reserved = row.Long(17),
        LoweredTo = row.LongOrNull(19),
        ClientSession = row.TextOrNull(22),
        ClientAgent = row.TextOrNull(23),
        ClientParentAgent = row.TextOrNull(24),
        Windows = row.Bytes(25),
    };

    public static void AddCounts(this SqliteStatement row, LedgerEntry to)
    {
        to.Input += row.Long(9);
        to.CacheRead += row.Long(10);
        to.CacheWrite5m += row.Long(11);
        to.CacheWrite1h += row.Long(12);
        to.Output += row.Long(13);
        to.Overrun += row.Long(18);
    }

    /// <summary>Of <see cref="SqliteLedgerStatements.FindBudget"/> and <see cref="SqliteLedgerStatements.FindWindow"/>.</summary>
    public static WindowAccount ReadWindow(this SqliteStatement row) =>
        new(row.Long(3), (SubjectKind)row.Int(0), row.LongOrNull(1), (ShortRoom)row.Int(2), row.Long(4), row.Long(5));
}
