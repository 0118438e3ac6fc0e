using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Corrections;
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
        .Bind(14, reservation.FixedNanoDollars)
        .Bind(15, reservation.NanoDollars)
        .Bind(16, reservation.PriceId)
        .Bind(17, reservation.ReplicaId)
        .Bind(18, reservation.AbandonedAt is { } abandoned ? SqliteColumns.ToMicroseconds(abandoned) : (long?)null)
        .Bind(19, reservation.ClientSession)
        .Bind(20, reservation.ClientAgent)
        .Bind(21, reservation.ClientParentAgent)
        .Bind(22, reservation.Windows);

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
        .Bind(15, entry.NanoDollars)
        .Bind(16, entry.PriceId)
        .Bind(17, entry.IsPriceUncertain)
        .Bind(18, (long)entry.Source)
        .Bind(19, (long)entry.Outcome)
        .Bind(20, (long)entry.Status)
        .Bind(21, entry.Reserved)
        .Bind(22, entry.Overrun)
        .Bind(23, entry.LoweredTo)
        .Bind(24, entry.FirstByteMicroseconds)
        .Bind(25, entry.RequestId)
        .Bind(26, entry.ClientSession)
        .Bind(27, entry.ClientAgent)
        .Bind(28, entry.ClientParentAgent)
        .Bind(29, entry.Windows)
        .Bind(30, entry.Requests)
        .Bind(31, entry.SentMicroseconds)
        .Bind(32, entry.LastByteMicroseconds)
        .Bind(33, entry.IsStreamed)
        .Bind(34, entry.FirstBytes)
        .Bind(35, entry.StreamedMicroseconds)
        .Bind(36, entry.StreamedOutput);

    public static SqliteStatement Bind(this SqliteStatement insert, Correction correction) => insert
        .Bind(1, correction.EntryId)
        .Bind(2, correction.AttemptId)
        .Bind(3, correction.MadeBy)
        .Bind(4, SqliteColumns.ToMicroseconds(correction.MadeAt))
        .Bind(5, correction.Reason);

    public static SqliteStatement Bind(this SqliteStatement add, UsageSum sum) => add
        .Bind(1, SqliteColumns.ToMicroseconds(sum.StartsAt))
        .Bind(2, sum.UserId)
        .Bind(3, sum.UpstreamId)
        .Bind(4, sum.ModelId)
        .BindCounts(5, sum);

    public static SqliteStatement Bind(this SqliteStatement add, UsageTotal total) => add
        .Bind(1, (long)total.Kind)
        .Bind(2, SqliteColumns.ToMicroseconds(total.StartsAt))
        .Bind(3, total.SubjectId)
        .Bind(4, total.UpstreamId)
        .Bind(5, total.ModelId)
        .BindCounts(6, total);

    private static SqliteStatement BindCounts(this SqliteStatement add, int first, UsageCounts counts) => add
        .Bind(first, counts.Entries)
        .Bind(first + 1, counts.Failures)
        .Bind(first + 2, counts.Input)
        .Bind(first + 3, counts.CacheRead)
        .Bind(first + 4, counts.CacheWrite5m)
        .Bind(first + 5, counts.CacheWrite1h)
        .Bind(first + 6, counts.Output)
        .Bind(first + 7, counts.NanoDollars)
        .Bind(first + 8, counts.FirstBytes)
        .Bind(first + 9, counts.FirstByteMicroseconds)
        .Bind(first + 10, counts.StreamedMicroseconds)
        .Bind(first + 11, counts.StreamedOutput);

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
        into.FixedNanoDollars = row.Long(13);
        into.NanoDollars = row.Long(14);
        into.PriceId = row.GuidOrNull(15);
        into.ReplicaId = row.Guid(16);
        into.AbandonedAt = row.LongOrNull(17) is { } abandoned ? SqliteColumns.FromMicroseconds(abandoned) : null;
        into.ClientSession = row.TextOrNull(18);
        into.ClientAgent = row.TextOrNull(19);
        into.ClientParentAgent = row.TextOrNull(20);
        into.Windows = row.Bytes(21);
    }

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
        EndedAt = SqliteColumns.FromMicroseconds(row.Long(8)),
        Input = row.Long(9),
        CacheRead = row.Long(10),
        CacheWrite5m = row.Long(11),
        CacheWrite1h = row.Long(12),
        Output = row.Long(13),
        NanoDollars = row.Long(14),
        PriceId = row.GuidOrNull(15),
        IsPriceUncertain = row.Int(16) != 0,
        Source = (UsageSource)row.Int(17),
        Outcome = (AttemptOutcome)row.Int(18),
        Status = row.Int(19),
        Reserved = row.Long(20),
        Overrun = row.Long(21),
        LoweredTo = row.LongOrNull(22),
        FirstByteMicroseconds = row.LongOrNull(23),
        RequestId = row.TextOrNull(24),
        ClientSession = row.TextOrNull(25),
        ClientAgent = row.TextOrNull(26),
        ClientParentAgent = row.TextOrNull(27),
        Windows = row.Bytes(28),
        Requests = row.Long(29),
        SentMicroseconds = row.LongOrNull(30),
        LastByteMicroseconds = row.LongOrNull(31),
        IsStreamed = row.Int(32) != 0,
        FirstBytes = row.LongOrNull(33),
        StreamedMicroseconds = row.LongOrNull(34),
        StreamedOutput = row.LongOrNull(35),
    };

    /// <param name="row">Of <see cref="SqliteLedgerStatements.FindBudget"/>, or a join with it.</param>
    /// <param name="budget">The budget's id.</param>
    /// <param name="column">Where its columns begin.</param>
    public static BudgetTerms ReadTerms(this SqliteStatement row, BudgetId budget, int column) => new(
        budget,
        (SubjectKind)row.Int(column),
        (BudgetUnit)row.Int(column + 1),
        (WindowKind)row.Int(column + 2),
        row.TextOrNull(column + 3)!,
        row.LongOrNull(column + 4),
        (ShortRoom)row.Int(column + 5));
}
