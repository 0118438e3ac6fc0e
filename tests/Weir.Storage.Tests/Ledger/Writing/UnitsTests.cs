using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Proxy.Metering;
using Weir.Storage.Tests.Engines;

namespace Weir.Storage.Tests.Ledger.Writing;

/// <summary>Budgets of every unit and window, in the ledger itself.</summary>
public sealed class UnitsTests
{
    private static readonly Demand Demand = new(1_000, ExactMoney.FromNanoDollars(5_000), ExactMoney.FromNanoDollars(10));

    [Theory]
    [EachEngine(BudgetUnit.Tokens, 1_100, 1_040)]
    [EachEngine(BudgetUnit.InputTokens, 1_000, 1_000)]
    [EachEngine(BudgetUnit.OutputTokens, 100, 40)]
    [EachEngine(BudgetUnit.NanoDollars, 6_000, 5_400)]
    [EachEngine(BudgetUnit.Requests, 1, 1)]
    public async Task Budget_OfAnyUnit_HoldsWhatTheAttemptWeighsInIt(Engine engine, BudgetUnit unit, long reserved, long posted)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(1_000_000, unit: unit);
        var request = harness.Request(0, 100, budget) with { Demand = Demand };

        await harness.GrantAsync(request);
        Assert.Equal((0, reserved), await harness.WindowAsync(budget));
        await harness.Ledger.SettleAsync(harness.Posted(request.Attempt, 1_000, 40) with { NanoDollars = 5_400 });

        Assert.Equal((posted, 0), await harness.WindowAsync(budget));
        Assert.True((await harness.VerifyAsync()).IsClean);
    }

    [Theory]
    [EachEngine]
    public async Task Budget_InMoney_LowersTheOutputToWhatIsLeft(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(5_500, unit: BudgetUnit.NanoDollars);

        var granted = await harness.GrantAsync(harness.Request(0, 100, budget) with { Demand = Demand, Floor = 10, Patience = TimeSpan.Zero });

        Assert.Equal(50, granted.Output);
        Assert.Equal((0, 5_500), await harness.WindowAsync(budget));
    }

    [Theory]
    [EachEngine]
    public async Task Budget_OfRequests_RefusesTheOneThatIsTooMany(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(2, unit: BudgetUnit.Requests);
        for (var i = 0; i < 2; i++)
        {
            var request = harness.Request(10, 10, budget);
            await harness.GrantAsync(request);
            await harness.Ledger.SettleAsync(harness.Posted(request.Attempt, 10, 10));
        }

        var refused = Assert.IsType<ReserveResult.Refused>(await harness.ReserveAsync(harness.Request(10, 10, budget)));

        Assert.Equal((BudgetUnit.Requests, 2L, 2L, 0L, 1L, true), (refused.Unit, refused.Limit, refused.Used, refused.Reserved, refused.Needed, refused.IsFinal));
    }

    [Theory]
    [EachEngine]
    public async Task Budget_ByTheDay_BeginsAnewAtMidnightInItsZoneAndKeepsTheOldWindow(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(1_000, window: WindowKind.Day, timeZone: "Europe/Zurich");
        // In summer, midnight in Zurich is 22:00 UTC.
        var before = new DateTimeOffset(2026, 7, 1, 21, 59, 0, TimeSpan.Zero);
        var request = harness.Request(300, 700, budget) with { AdmittedAt = before };
        await harness.GrantAsync(request);

        var refused = Assert.IsType<ReserveResult.Refused>(await harness.ReserveAsync(harness.Request(300, 700, budget) with { AdmittedAt = before, Patience = TimeSpan.Zero }));
        var next = harness.Request(300, 700, budget) with { AdmittedAt = before.AddMinutes(1) };
        await harness.GrantAsync(next);
        // It ends in the new day, and belongs to the one that admitted it.
        await harness.Ledger.SettleAsync(harness.Posted(request.Attempt, 300, 700));

        Assert.Equal(new DateTimeOffset(2026, 7, 1, 22, 0, 0, TimeSpan.Zero), refused.ResetsAt);
        Assert.Equal([(1_000L, 0L), (0L, 1_000L)], await harness.WindowsAsync(budget));
        Assert.True((await harness.VerifyAsync()).IsClean);
    }

    [Theory]
    [EachEngine]
    public async Task Budget_GivenAnotherWindowMeanwhile_CountsInThatOne(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(1_000);
        var request = harness.Request(300, 700, budget);
        await harness.GrantAsync(request);

        await using (var context = harness.NewContext())
        {
            (await context.Budgets.SingleAsync(TestContext.Current.CancellationToken)).WindowKind = WindowKind.Day;
            await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await harness.GrantAsync(harness.Request(300, 700, budget));
        Assert.IsType<ReserveResult.Refused>(await harness.ReserveAsync(harness.Request(1, 1, budget) with { Patience = TimeSpan.Zero }));
        await harness.Ledger.SettleAsync(harness.Posted(request.Attempt, 300, 700));

        Assert.Equal([(1_000L, 0L), (0L, 1_000L)], await harness.WindowsAsync(budget));
        Assert.True((await harness.VerifyAsync()).IsClean);
    }

    [Theory]
    [EachEngine]
    public async Task Sums_OfQuartersAndOfEverything_AreThoseOfTheEntries(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(null);
        for (var i = 0; i < 6; i++)
        {
            var request = harness.Request(100, 50, budget) with { Model = i % 2 == 0 ? "a" : "b" };
            await harness.GrantAsync(request);
            await harness.Ledger.SettleAsync(i == 5 ? harness.Voided(request.Attempt) : harness.Posted(request.Attempt, 100, i) with { NanoDollars = 7 });
            harness.Time.Advance(TimeSpan.FromMinutes(10));
        }

        await using var context = harness.NewContext();
        var sums = context.UsageSums.ToList();
        var everything = sums.Where(sum => sum.StartsAt == DateTimeOffset.UnixEpoch).ToList();
        Assert.Equal((5L, 1L, 500L, 10L, 35L), (everything.Sum(sum => sum.Entries), everything.Sum(sum => sum.Failures), everything.Sum(sum => sum.Input), everything.Sum(sum => sum.Output), everything.Sum(sum => sum.NanoDollars)));
        Assert.Equal(2, everything.Count);
        var quarters = sums.Except(everything).ToList();
        Assert.All(quarters, sum => Assert.Equal(0, sum.StartsAt.UtcTicks % TimeSpan.FromMinutes(15).Ticks));
        Assert.Equal(500, quarters.Sum(sum => sum.Input));
        Assert.True(quarters.Select(sum => sum.StartsAt).Distinct().Count() >= 4);
    }
}
