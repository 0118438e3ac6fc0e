using Npgsql;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Retention;

namespace Weir.Storage.Postgres.Ledger;

/// <summary>
/// Old entries on PostgreSQL, within the transaction of <see cref="PostgresLedgerStore"/>. It has locked windows by now, for which others may
/// wait: so what they have locked is passed by, and never waited for.
/// </summary>
internal sealed class PostgresRetentionStore(Func<NpgsqlConnection> open, BufferedWrites writes) : IRetentionStore
{
    public RetentionState? TryTake() => StoreGuard.Run(() =>
    {
        // A correction that this transaction is yet to write would find its attempt gone.
        if (writes.Corrects)
        {
            return null;
        }

        using var command = new NpgsqlCommand("SELECT carried_through, held_until FROM retention FOR UPDATE SKIP LOCKED", open());
        using var row = command.ExecuteReader();
        return row.Read()
            ? new RetentionState { CarriedThrough = row.GetInt64(0), HeldUntil = row.IsDBNull(1) ? null : row.GetFieldValue<DateTimeOffset>(1) }
            : null;
    });

    public IReadOnlyList<LedgerEntry> ReadOldest(long after, int most) => StoreGuard.Run(() =>
    {
        var entries = EntryRows.Read(open(), "id > $1 ORDER BY id LIMIT $2", after, most);
        using var command = new NpgsqlCommand("SELECT count(*) FROM (SELECT 1 FROM token_usage WHERE id = ANY($1) FOR UPDATE SKIP LOCKED) AS locked", open());
        command.Parameters.Add(new() { Value = entries.ConvertAll(entry => entry.Id) });
        return (long)command.ExecuteScalar()! == entries.Count ? entries : [];
    });

    public IReadOnlyList<LedgerEntry> ReadFurther(IReadOnlyCollection<Guid> attempts) =>
        StoreGuard.Run(() => EntryRows.Read(open(), "attempt_id = ANY($1) AND kind > 1", attempts.ToArray()));

    public void Carry(IReadOnlyCollection<long> dropped, IReadOnlyList<LedgerEntry> sums, long through) => StoreGuard.Run(() =>
    {
        using var batch = new NpgsqlBatch(open());
        batch.BatchCommands.Add(Unnested.Command("DELETE FROM token_usage WHERE id = ANY($1)", dropped.ToArray()));
        if (sums.Count > 0)
        {
            batch.BatchCommands.Add(EntryRows.InsertWithIds([.. sums]));
        }

        batch.BatchCommands.Add(Unnested.Command("UPDATE retention SET carried_through = $1", through));
        batch.ExecuteNonQuery();
    });
}
