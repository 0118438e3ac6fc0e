using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Model;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>Adds the entries up anew by quarter of an hour, and altogether, and holds the usage sums against it.</summary>
internal static class SumComparison
{
    private static readonly long Quarter = TimeSpan.FromMinutes(15).Ticks;

    public static IEnumerable<string> Differences(IDbContextFactory<WeirDbContext> contexts)
    {
        using var context = contexts.CreateDbContext();
        var entries = context.LedgerEntries.AsNoTracking().ToList();
        var stored = context.UsageSums.AsNoTracking().ToList().ToHashSet(sum => Of(sum));
        var right = entries.GroupBy(entry => (entry.EndedAt.UtcTicks / Quarter * Quarter, entry.UserId, entry.UpstreamId, entry.ModelId))
            .Concat(entries.GroupBy(entry => (DateTimeOffset.UnixEpoch.UtcTicks, entry.UserId, entry.UpstreamId, entry.ModelId)))
            .ToHashSet(group => Of(group.Key.Item1, group));
        stored.SymmetricExceptWith(right);
        return stored.Select(sum => $"The usage sums and the entries differ in {sum}.");
    }

    private static HashSet<string> ToHashSet<T>(this IEnumerable<T> all, Func<T, string> name) => [.. all.Select(name)];

    private static string Of(UsageSum sum) =>
        $"{sum.StartsAt.UtcTicks} {sum.UserId} {sum.UpstreamId} {sum.ModelId}: {sum.Entries} entries, {sum.Failures} failures, "
        + $"{sum.Input} {sum.CacheRead} {sum.CacheWrite5m} {sum.CacheWrite1h} {sum.Output} {sum.NanoDollars}; {sum.Pace}";

    private static string Of(long start, IEnumerable<LedgerEntry> entries)
    {
        var all = entries.ToList();
        return Of(new UsageSum
        {
            StartsAt = new(start, TimeSpan.Zero),
            UserId = all[0].UserId,
            UpstreamId = all[0].UpstreamId,
            ModelId = all[0].ModelId,
            Entries = all.Count(entry => entry.Kind != LedgerEntryKind.Voided),
            Failures = all.Count(entry => entry.Kind != LedgerEntryKind.Correction && entry.Outcome is not (AttemptOutcome.Completed or AttemptOutcome.ClientGone)),
            Input = all.Sum(entry => entry.Input),
            CacheRead = all.Sum(entry => entry.CacheRead),
            CacheWrite5m = all.Sum(entry => entry.CacheWrite5m),
            CacheWrite1h = all.Sum(entry => entry.CacheWrite1h),
            Output = all.Sum(entry => entry.Output),
            NanoDollars = all.Sum(entry => entry.NanoDollars),
            FirstBytes = all.Sum(entry => entry.Pace.FirstBytes),
            FirstByteMicroseconds = all.Sum(entry => entry.Pace.FirstByteMicroseconds),
            StreamedMicroseconds = all.Sum(entry => entry.Pace.StreamedMicroseconds),
            StreamedOutput = all.Sum(entry => entry.Pace.StreamedOutput),
        });
    }
}
