using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Model;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>Adds the entries up anew by quarter of an hour, by the day, and altogether, and holds the usage sums and their totals against it.</summary>
internal static class SumComparison
{
    private static readonly long Quarter = TimeSpan.FromMinutes(15).Ticks;

    public static IEnumerable<string> Differences(IDbContextFactory<WeirDbContext> contexts)
    {
        using var context = contexts.CreateDbContext();
        var entries = context.LedgerEntries.AsNoTracking().ToList();
        return Sums(entries, [.. context.UsageSums.AsNoTracking()]).Select(sum => $"The usage sums and the entries differ in {sum}.")
            .Concat(Totals(entries, [.. context.UsageTotals.AsNoTracking()]).Select(total => $"The usage totals and the entries differ in {total}."));
    }

    private static HashSet<string> Sums(List<LedgerEntry> entries, List<UsageSum> stored) => Differences(
        entries.GroupBy(entry => (entry.EndedAt.UtcTicks / Quarter * Quarter, entry.UserId, entry.UpstreamId, entry.ModelId))
            .Concat(entries.GroupBy(entry => (DateTimeOffset.UnixEpoch.UtcTicks, entry.UserId, entry.UpstreamId, entry.ModelId))),
        stored.GroupBy(sum => (sum.StartsAt.UtcTicks, sum.UserId, sum.UpstreamId, sum.ModelId)));

    private static HashSet<string> Totals(List<LedgerEntry> entries, List<UsageTotal> stored) => Differences(
        entries.GroupBy(entry => (UsageTotalKind.Quarter, entry.EndedAt.UtcTicks / Quarter * Quarter, default(Guid), 0L, 0L))
            .Concat(entries.GroupBy(entry => (UsageTotalKind.UserDay, entry.EndedAt.UtcTicks / TimeSpan.TicksPerDay * TimeSpan.TicksPerDay, entry.UserId, 0L, 0L)))
            .Concat(entries.GroupBy(entry => (UsageTotalKind.ModelDay, entry.EndedAt.UtcTicks / TimeSpan.TicksPerDay * TimeSpan.TicksPerDay, default(Guid), entry.UpstreamId, entry.ModelId))),
        stored.GroupBy(total => (total.Kind, total.StartsAt.UtcTicks, total.Kind == UsageTotalKind.UserDay ? total.SubjectId : default, total.UpstreamId, total.ModelId)));

    private static HashSet<string> Differences<TKey>(IEnumerable<IGrouping<TKey, LedgerEntry>> entries, IEnumerable<IGrouping<TKey, UsageCounts>> stored)
    {
        var differences = stored.Select(group => $"{group.Key}: {Of(count => group.Sum(count))}").ToHashSet();
        differences.SymmetricExceptWith(entries.Select(group => $"{group.Key}: {Of([.. group])}"));
        return differences;
    }

    private static string Of(Func<Func<UsageCounts, long>, long> sum) =>
        $"{sum(row => row.Entries)} entries, {sum(row => row.Failures)} failures, {sum(row => row.Input)} {sum(row => row.CacheRead)} {sum(row => row.CacheWrite5m)} "
        + $"{sum(row => row.CacheWrite1h)} {sum(row => row.Output)} {sum(row => row.NanoDollars)}; "
        + $"{sum(row => row.FirstBytes)} {sum(row => row.FirstByteMicroseconds)} {sum(row => row.StreamedMicroseconds)} {sum(row => row.StreamedOutput)}";

    private static string Of(List<LedgerEntry> all)
    {
        var entries = all.Count(entry => entry.Kind != LedgerEntryKind.Voided);
        var failures = all.Count(entry => entry.Kind != LedgerEntryKind.Correction && entry.Outcome is not (AttemptOutcome.Completed or AttemptOutcome.ClientGone));
        return $"{entries} entries, {failures} failures, {all.Sum(entry => entry.Input)} {all.Sum(entry => entry.CacheRead)} {all.Sum(entry => entry.CacheWrite5m)} "
            + $"{all.Sum(entry => entry.CacheWrite1h)} {all.Sum(entry => entry.Output)} {all.Sum(entry => entry.NanoDollars)}; "
            + $"{all.Sum(entry => entry.Pace.FirstBytes)} {all.Sum(entry => entry.Pace.FirstByteMicroseconds)} {all.Sum(entry => entry.Pace.StreamedMicroseconds)} {all.Sum(entry => entry.Pace.StreamedOutput)}";
    }
}
