using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Ledger.Histories;

/// <summary>The usage sums of a history that is written at once, added up as the ledger does.</summary>
public static class HistorySums
{
    /// <summary>How far entries may be out of the order in which they ended, as corrections are: so long a quarter stays open.</summary>
    private static readonly TimeSpan Lag = TimeSpan.FromDays(3);

    /// <summary>Those of each quarter of an hour, as soon as nothing can be added to them any more, and last those of everything.</summary>
    /// <param name="entries">The history, in the order of its ids.</param>
    /// <param name="totals">Takes in all sums of quarters.</param>
    public static IEnumerable<UsageSum> Of(IEnumerable<LedgerEntry> entries, UsageTotals totals)
    {
        var (open, ofEverything) = (new UsageSums(default), new Dictionary<(Guid, long, long), UsageSum>());
        var (closed, next) = (DateTimeOffset.MinValue, DateTimeOffset.MinValue);
        foreach (var entry in entries)
        {
            if (entry.EndedAt < closed)
            {
                throw new InvalidOperationException($"Entry {entry.Id} ended more than {Lag.TotalDays:F0} days before one that stands before it.");
            }

            open.Add(entry);
            if (entry.EndedAt >= next)
            {
                closed = entry.EndedAt - Lag;
                next = entry.EndedAt + TimeSpan.FromHours(6);
                foreach (var sum in open.TakeUntil(closed))
                {
                    totals.Add(sum);
                    Add(ofEverything, sum);
                    yield return sum;
                }
            }
        }

        foreach (var sum in open.TakeUntil(DateTimeOffset.MaxValue))
        {
            totals.Add(sum);
            Add(ofEverything, sum);
            yield return sum;
        }

        foreach (var sum in ofEverything.OrderBy(each => each.Key).Select(each => each.Value))
        {
            yield return sum;
        }
    }

    private static void Add(Dictionary<(Guid User, long Upstream, long Model), UsageSum> ofEverything, UsageSum sum)
    {
        var key = (sum.UserId, sum.UpstreamId, sum.ModelId);
        if (!ofEverything.TryGetValue(key, out var all))
        {
            ofEverything[key] = all = new() { StartsAt = DateTimeOffset.UnixEpoch, UserId = sum.UserId, UpstreamId = sum.UpstreamId, ModelId = sum.ModelId };
        }

        all.Add(sum);
    }
}
