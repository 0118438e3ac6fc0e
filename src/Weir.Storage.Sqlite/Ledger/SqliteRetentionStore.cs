using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Retention;

namespace Weir.Storage.Sqlite.Ledger;

/// <summary>Old entries on SQLite, within the transaction of <see cref="SqliteLedgerStore"/>, beside which nobody writes.</summary>
/// <param name="open">The statements of the connection that is open.</param>
internal sealed class SqliteRetentionStore(Func<SqliteLedgerStatements> open) : IRetentionStore
{
    /// <summary>The column after those of an entry.</summary>
    private static readonly int IdColumn = SqliteLedgerStatements.EntryWidth;

    public RetentionState? TryTake()
    {
        var row = open().ReadRetention;
        row.Step();
        var state = new RetentionState
        {
            CarriedThrough = row.Long(0),
            HeldUntil = row.LongOrNull(1) is { } held ? SqliteColumns.FromMicroseconds(held) : null,
        };
        row.Reset();
        return state;
    }

    public IReadOnlyList<LedgerEntry> ReadOldest(long after, int most) => ReadAll(open().ReadOldest.Bind(1, after).Bind(2, (long)most));

    public IReadOnlyList<LedgerEntry> ReadFurther(IReadOnlyCollection<Guid> attempts) =>
        [.. attempts.SelectMany(attempt => ReadAll(open().ReadFurther.Bind(1, attempt)))];

    public void Carry(IReadOnlyCollection<long> dropped, IReadOnlyList<LedgerEntry> sums, long through)
    {
        var statements = open();
        foreach (var id in dropped)
        {
            statements.DropEntry.Bind(1, id).Run();
        }

        foreach (var sum in sums)
        {
            statements.InsertSum.Bind(sum).Bind(IdColumn + 1, sum.Id).Run();
        }

        statements.WriteRetention.Bind(1, through).Run();
    }

    private static List<LedgerEntry> ReadAll(SqliteStatement row)
    {
        var entries = new List<LedgerEntry>();
        while (row.Step())
        {
            var entry = row.ReadEntry();
            entry.Id = row.Long(IdColumn);
            entries.Add(entry);
        }

        return entries;
    }
}
