using Microsoft.EntityFrameworkCore;
using Weir.Storage.Ledger;
using Weir.Storage.Model;

namespace Weir.Usage;

/// <summary>Questions to the usage sums of quarters of an hour, and to their totals.</summary>
internal static class SumQueries
{
    private static readonly long Quarter = TimeSpan.FromMinutes(15).Ticks;

    /// <summary>Of the quarters that begin within a time.</summary>
    public static IQueryable<UsageSum> Sums(this WeirDbContext db, DateTimeOffset from, DateTimeOffset to)
    {
        var start = QuarterOf(from);
        return db.UsageSums.AsNoTracking().Where(sum => sum.StartsAt >= start && sum.StartsAt < to && sum.StartsAt > DateTimeOffset.UnixEpoch);
    }

    /// <summary>Of everybody, in the quarters that begin within a time.</summary>
    public static IQueryable<UsageTotal> QuarterTotals(this WeirDbContext db, DateTimeOffset from, DateTimeOffset to) =>
        db.Totals(UsageTotalKind.Quarter, QuarterOf(from), to);

    /// <summary>Of days that begin within a time, or of quarters.</summary>
    public static IQueryable<UsageTotal> Totals(this WeirDbContext db, UsageTotalKind kind, DateTimeOffset from, DateTimeOffset to) =>
        db.UsageTotals.AsNoTracking().Where(total => total.Kind == kind && total.StartsAt >= from && total.StartsAt < to);

    /// <summary>Adds up each group in the database.</summary>
    public static IQueryable<AddedSum<TKey>> Added<TKey, TCounts>(this IQueryable<IGrouping<TKey, TCounts>> groups)
        where TCounts : UsageCounts
    {
        return groups.Select(group => new AddedSum<TKey>(group.Key, new UsageSum
        {
            Entries = group.Sum(sum => sum.Entries),
            Failures = group.Sum(sum => sum.Failures),
            Input = group.Sum(sum => sum.Input),
            CacheRead = group.Sum(sum => sum.CacheRead),
            CacheWrite5m = group.Sum(sum => sum.CacheWrite5m),
            CacheWrite1h = group.Sum(sum => sum.CacheWrite1h),
            Output = group.Sum(sum => sum.Output),
            NanoDollars = group.Sum(sum => sum.NanoDollars),
            FirstBytes = group.Sum(sum => sum.FirstBytes),
            FirstByteMicroseconds = group.Sum(sum => sum.FirstByteMicroseconds),
            StreamedMicroseconds = group.Sum(sum => sum.StreamedMicroseconds),
            StreamedOutput = group.Sum(sum => sum.StreamedOutput),
        }));
    }

    /// <summary>All of them as one.</summary>
    public static UsageSum Together(this IEnumerable<UsageCounts> sums)
    {
        var together = new UsageSum();
        foreach (var sum in sums)
        {
            together.Add(sum);
        }

        return together;
    }

    /// <summary>The texts of names.</summary>
    public static Task<Dictionary<long, string>> NamesAsync(this WeirDbContext db, IEnumerable<long> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.Distinct().ToList();
        return db.Names.AsNoTracking().Where(name => wanted.Contains(name.Id)).ToDictionaryAsync(name => name.Id, name => name.Text, cancellationToken);
    }

    private static DateTimeOffset QuarterOf(DateTimeOffset time) => new(time.UtcTicks / Quarter * Quarter, TimeSpan.Zero);
}
