using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.IntegrationTests.Inference;
using Weir.IntegrationTests.Running;
using Weir.Storage.Ledger;
using Weir.TestKit;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Faults;

/// <summary>Holds a ledger against the upstream's book, whatever happened to the processes and to the store between the two.</summary>
internal static class Reckoning
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Nothing is missing, nothing is posted twice, nothing is wrong, and no cap was passed.</summary>
    /// <param name="installation">Whose ledger.</param>
    /// <param name="load">Whose attempts.</param>
    /// <param name="patience">How long reservations may still be open: replicas that died are found out after a while.</param>
    /// <returns>What was posted for each stream.</returns>
    public static async Task<IReadOnlyDictionary<StreamName, LedgerLine>> AssertHoldsAsync(Installation installation, Load load, TimeSpan patience)
    {
        var lines = await ReadAsync(installation, patience);
        foreach (var truth in load.Book.Attempts)
        {
            var name = StreamName.Parse(truth.Request.Model!);
            Assert.True(lines.TryGetValue(name, out var line), $"{name} is missing from the ledger. Truly {truth.Input} + {truth.Output} ({truth.End}).");
            Truths.Hold(truth, line);
        }

        AssertOnce(load.Book, lines);
        foreach (var account in load.Accounts)
        {
            var consumed = load.Book.Attempts.Where(truth => StreamName.Parse(truth.Request.Model!).Account == account.Name).Sum(truth => truth.Consumed);
            Assert.True(consumed <= account.Limit, string.Create(CultureInfo.InvariantCulture, $"{account.Name} used {consumed} of {account.Limit}."));
        }

        await AssertCapsAsync(installation);
        await installation.AssertCleanAsync();
        return lines;
    }

    private static async Task<IReadOnlyDictionary<StreamName, LedgerLine>> ReadAsync(Installation installation, TimeSpan patience)
    {
        await using var database = await installation.NewContextAsync();
        await Eventually.IsTrueAsync(
            async () => !await database.Reservations.AnyAsync(reservation => reservation.State == ReservationState.Pending, Cancellation),
            Cancellation,
            patience);
        return (await LedgerLines.ReadAsync(database, Cancellation)).GroupBy(line => StreamName.Parse(line.Model)).ToDictionary(group => group.Key, Sum);
    }

    /// <summary>An attempt is posted once; what came to light later corrects it.</summary>
    private static LedgerLine Sum(IGrouping<StreamName, LedgerLine> lines)
    {
        var posted = lines.Where(line => line.Kind != LedgerEntryKind.Correction).ToArray();
        Assert.True(posted.Length == 1, $"{lines.Key} was posted {posted.Length} times: {string.Join("; ", lines)}");
        var last = lines.Last();
        return posted[0] with
        {
            Input = lines.Sum(line => line.Input),
            CacheRead = lines.Sum(line => line.CacheRead),
            CacheWrite5m = lines.Sum(line => line.CacheWrite5m),
            CacheWrite1h = lines.Sum(line => line.CacheWrite1h),
            Output = lines.Sum(line => line.Output),
            Source = last.Source,
            Outcome = last.Outcome,
        };
    }

    /// <summary>The upstream saw each attempt once. What it never saw was killed between the reservation and the first byte.</summary>
    private static void AssertOnce(TruthBook book, IReadOnlyDictionary<StreamName, LedgerLine> lines)
    {
        var seen = book.Attempts.Select(truth => StreamName.Parse(truth.Request.Model!)).ToArray();
        Assert.Equal(seen.Length, seen.Distinct().Count());
        Assert.All(lines.Where(line => !seen.Contains(line.Key)), line => Assert.Equal(UsageSource.Provisional, line.Value.Source));
    }

    private static async Task AssertCapsAsync(Installation installation)
    {
        await using var database = await installation.NewContextAsync();
        var passed = await (from window in database.BudgetWindows
                            join budget in database.Budgets on window.BudgetId equals budget.Id
                            where window.Posted + window.Pending > budget.Cap
                            select new { budget.Id, budget.Cap, window.Posted, window.Pending }).ToListAsync(Cancellation);
        Assert.Empty(passed);
    }
}
