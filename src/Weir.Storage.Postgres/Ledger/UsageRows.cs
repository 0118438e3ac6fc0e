using Npgsql;
using Weir.Storage.Ledger;

namespace Weir.Storage.Postgres.Ledger;

/// <summary>Rows of <c>usage_sums</c> and <c>usage_totals</c>, to which commits add.</summary>
internal static class UsageRows
{
    private static readonly RowStatement<UsageSum> Sums = Addition<UsageSum>("usage_sums", new()
    {
        { "starts_at", row => row.StartsAt },
        { "user_id", row => row.UserId },
        { "upstream_id", row => row.UpstreamId },
        { "model_id", row => row.ModelId },
    });

    private static readonly RowStatement<UsageTotal> Totals = Addition<UsageTotal>("usage_totals", new()
    {
        { "kind", row => (int)row.Kind },
        { "starts_at", row => row.StartsAt },
        { "subject_id", row => row.SubjectId },
        { "upstream_id", row => row.UpstreamId },
        { "model_id", row => row.ModelId },
    });

    /// <summary>To the sums of everything first, then to those of each quarter: in each replica in the same order. A statement may touch a row once only.</summary>
    public static NpgsqlBatchCommand Add(List<UsageSum> quarters) => Sums.Of(
    [
        .. quarters.GroupBy(sum => (sum.UserId, sum.UpstreamId, sum.ModelId)).OrderBy(group => group.Key).Select(OfEverything),
        .. quarters,
    ]);

    public static NpgsqlBatchCommand Add(List<UsageTotal> totals) => Totals.Of(totals);

    /// <summary>Adds counts to those of rows, which are made when missing.</summary>
    private static RowStatement<TRow> Addition<TRow>(string table, RowColumns<TRow> key)
        where TRow : UsageCounts
    {
        RowColumns<TRow> counts = new()
        {
            { "entries", row => row.Entries },
            { "failures", row => row.Failures },
            { "input", row => row.Input },
            { "cache_read", row => row.CacheRead },
            { "cache_write5m", row => row.CacheWrite5m },
            { "cache_write1h", row => row.CacheWrite1h },
            { "output", row => row.Output },
            { "nano_dollars", row => row.NanoDollars },
            { "first_bytes", row => row.FirstBytes },
            { "first_byte_microseconds", row => row.FirstByteMicroseconds },
            { "streamed_microseconds", row => row.StreamedMicroseconds },
            { "streamed_output", row => row.StreamedOutput },
        };
        var additions = string.Join(", ", counts.Select(count => $"{count.Name} = {table}.{count.Name} + excluded.{count.Name}"));
        return RowStatement<TRow>.Insert(table, new() { key, counts }, $"ON CONFLICT ({key.Names}) DO UPDATE SET {additions}");
    }

    private static UsageSum OfEverything(IGrouping<(Guid User, long Upstream, long Model), UsageSum> sums)
    {
        var (user, upstream, model) = sums.Key;
        var everything = new UsageSum { StartsAt = DateTimeOffset.UnixEpoch, UserId = user, UpstreamId = upstream, ModelId = model };
        foreach (var sum in sums)
        {
            everything.Add(sum);
        }

        return everything;
    }
}
