using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Corrections;
using Weir.Storage.Ledger.Retention;
using Weir.Storage.Tests.Engines;
using Weir.Storage.Tests.Ledger.Writing;

namespace Weir.Storage.Tests.Ledger.Retention;

public sealed class RetentionTests
{
    private static readonly TimeSpan Age = TimeSpan.FromDays(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [EachEngine]
    public async Task Sweep_OldDetails_BecomeOneSumForEachModelAndSetOfWindows(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var total = await harness.AddBudgetAsync(null);
        var daily = await harness.AddBudgetAsync(null, window: WindowKind.Day);
        for (var i = 0; i < 12; i++)
        {
            await UseAsync(harness, -40 - (i % 2), i % 3 == 0 ? "a" : "b", i, total, daily);
        }

        await UseAsync(harness, -40, "c", null, total, daily);
        var fresh = await UseAsync(harness, -29, "a", 7, total, daily);
        var (windows, sums) = (await HeldAsync(harness), await SumsAsync(harness));

        Assert.True(await SweepAsync(harness));

        var carried = await CarriedAsync(harness);
        // Two models on each of two days; of the void attempt nothing is left.
        Assert.Equal(4, carried.Count);
        Assert.Equal((12L, 66L, 1_200L), (carried.Sum(sum => sum.Requests), carried.Sum(sum => sum.Output), carried.Sum(sum => sum.Input)));
        // One has no output, so that it tells nothing of how fast that came.
        Assert.Equal(new Pace(12, 12 * 2_000, 11 * 10_000, 66), carried.Aggregate(default(Pace), (pace, sum) => pace + sum.Pace));
        Assert.Single(await harness.EntriesAsync(fresh));
        await using var context = harness.NewContext();
        Assert.Equal(5, await context.LedgerEntries.CountAsync(Cancellation));
        Assert.Equal(windows, await HeldAsync(harness));
        Assert.Equal(sums, await SumsAsync(harness));
        Assert.Empty((await harness.VerifyAsync()).Faults);
    }

    [Theory]
    [EachEngine]
    public async Task Sweep_Later_AddsToTheSumThatIsThereAndKeepsTheOrderOfIds(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(null);
        await UseAsync(harness, -50, "a", 1, budget);
        await UseAsync(harness, -49, "a", 2, budget);
        await SweepAsync(harness);
        await UseAsync(harness, -48, "a", 4, budget);
        var fresh = await UseAsync(harness, 0, "a", 8, budget);

        await SweepAsync(harness);

        var sum = Assert.Single(await CarriedAsync(harness));
        Assert.Equal((3L, 7L), (sum.Requests, sum.Output));
        Assert.Equal((Day(harness, -50), Day(harness, -48)), (sum.AdmittedAt, sum.EndedAt));
        Assert.True(sum.Id < Assert.Single(await harness.EntriesAsync(fresh)).Id);
        Assert.Empty((await harness.VerifyAsync()).Faults);
    }

    [Theory]
    [EachEngine]
    public async Task Carry_PieceByPiece_IsCleanBetweenAnyTwo(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(null);
        var attempts = new List<AttemptId>();
        for (var i = 0; i < 20; i++)
        {
            attempts.Add(await UseAsync(harness, -40, i % 2 == 0 ? "a" : "b", i, budget));
        }

        // Corrections that come behind all of them, one of an attempt that the first piece takes.
        await CorrectAsync(harness, attempts[0], 100);
        await CorrectAsync(harness, attempts[19], 0);
        var windows = await HeldAsync(harness);

        for (var left = 20; await CarryAsync(harness, 3) == CarryResult.More; left -= 3)
        {
            Assert.Empty((await harness.VerifyAsync()).Faults);
            Assert.Equal(windows, await HeldAsync(harness));
            await using var context = harness.NewContext();
            Assert.Equal(Math.Max(0, left - 3), await context.LedgerEntries.CountAsync(entry => entry.Kind == LedgerEntryKind.Posted, Cancellation));
        }

        Assert.Equal(2, (await CarriedAsync(harness)).Count);
        Assert.Equal(190 + 100 - 19, (await CarriedAsync(harness)).Sum(sum => sum.Output));
    }

    [Fact]
    public async Task Carry_KilledInTheMidst_GoesOnWhereItWas()
    {
        await using var harness = await LedgerHarness.StartAsync();
        var budget = await harness.AddBudgetAsync(null);
        for (var i = 0; i < 10; i++)
        {
            await UseAsync(harness, -40, "a", 1, budget);
        }

        await CarryAsync(harness, 4);

        await using var next = await harness.CrashAndRestartAsync(TimeSpan.FromSeconds(1));
        Assert.Empty((await next.VerifyAsync()).Faults);
        await SweepAsync(next);

        var sum = Assert.Single(await CarriedAsync(next));
        Assert.Equal((10L, 10L), (sum.Requests, sum.Output));
        Assert.Empty((await next.VerifyAsync()).Faults);
    }

    [Theory]
    [EachEngine]
    public async Task Sweep_WhileSomebodyReadsThroughTheEntries_CarriesNothing(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(null);
        var attempt = await UseAsync(harness, -40, "a", 1, budget);
        await HoldAsync(harness, harness.Time.GetUtcNow().AddMinutes(1));

        Assert.False(await SweepAsync(harness));
        Assert.Single(await harness.EntriesAsync(attempt));

        await HoldAsync(harness, harness.Time.GetUtcNow().AddMinutes(-1));
        Assert.True(await SweepAsync(harness));
        Assert.Empty(await harness.EntriesAsync(attempt));
    }

    [Theory]
    [EachEngine]
    public async Task Correct_CarriedAttempt_IsUnknown(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(null);
        var attempt = await UseAsync(harness, -40, "a", 5, budget);
        await SweepAsync(harness);

        Assert.IsType<CorrectionResult.Unknown>(await CorrectAsync(harness, attempt, 1));
        Assert.Empty((await harness.VerifyAsync()).Faults);
    }

    [Fact]
    public async Task Sweep_ByTwoReplicasWhileAdministratorsCorrect_LosesNothing()
    {
        await using var one = await LedgerHarness.StartAsync(Engine.Postgres);
        await using var two = await one.StartBesideAsync();
        var budget = await one.AddBudgetAsync(null);
        var attempts = new List<AttemptId>();
        for (var i = 0; i < 60; i++)
        {
            attempts.Add(await UseAsync(one, -40, "a", 10, budget));
        }

        var correcting = Task.WhenAll(attempts.Select(attempt => CorrectAsync(one, attempt, 1)));
        await Task.WhenAll(CarryAllAsync(one), CarryAllAsync(two));
        var results = await correcting;

        var (posted, _) = await one.WindowAsync(budget);
        Assert.Equal((60 * 110) - (9 * results.Count(result => result is CorrectionResult.Done)), posted);
        Assert.Equal(60, (await CarriedAsync(one)).Sum(sum => sum.Requests));
        Assert.Empty((await one.VerifyAsync()).Faults);
        Assert.False(one.State.IsInTrouble || two.State.IsInTrouble);
    }

    private static async Task CarryAllAsync(LedgerHarness harness)
    {
        while (await CarryAsync(harness, 5) != CarryResult.AllDone)
        {
        }
    }

    private static DateTimeOffset Day(LedgerHarness harness, int days) => harness.Time.GetUtcNow().AddDays(days);

    private static async Task<bool> SweepAsync(LedgerHarness harness)
    {
        using var upkeep = new RetentionUpkeep(new(Age), harness.Queue, harness.Time, NullLogger<RetentionUpkeep>.Instance);
        return await upkeep.SweepAsync(Cancellation);
    }

    private static async Task<CarryResult> CarryAsync(LedgerHarness harness, int most)
    {
        var command = new CarryCommand(harness.Time.GetUtcNow() - Age, harness.Time.GetUtcNow(), most);
        Assert.True(harness.Queue.TryAdd(command));
        return await command.Task;
    }

    private static Task<CorrectionResult> CorrectAsync(LedgerHarness harness, AttemptId attempt, long output) => harness.Corrections.CorrectAsync(
        new() { Attempt = attempt, Reason = "r", MadeBy = null, Counts = new() { Output = output } }, Cancellation);

    /// <summary>An attempt some days ago.</summary>
    /// <param name="harness">The ledger.</param>
    /// <param name="days">Negative: so long ago.</param>
    /// <param name="model">The model.</param>
    /// <param name="output">Null: it was voided.</param>
    /// <param name="budgets">What it belongs to.</param>
    private static async Task<AttemptId> UseAsync(LedgerHarness harness, int days, string model, long? output, params BudgetId[] budgets)
    {
        var request = harness.Request(100, 1_000, budgets) with { AdmittedAt = Day(harness, days), Model = model };
        await harness.GrantAsync(request);
        var end = output is { } used ? harness.Posted(request.Attempt, 100, used) : harness.Voided(request.Attempt);
        await harness.Ledger.SettleAsync(end with { EndedAt = Day(harness, days) });
        return request.Attempt;
    }

    private static async Task<List<LedgerEntry>> CarriedAsync(LedgerHarness harness)
    {
        await using var context = harness.NewContext();
        return await context.LedgerEntries.AsNoTracking().Where(entry => entry.Kind == LedgerEntryKind.Carried).OrderBy(entry => entry.Id).ToListAsync(Cancellation);
    }

    private static async Task<List<(long, long)>> HeldAsync(LedgerHarness harness)
    {
        await using var context = harness.NewContext();
        return (await context.BudgetWindows.AsNoTracking().OrderBy(window => window.Id).ToListAsync(Cancellation)).ConvertAll(window => (window.Id, window.Posted));
    }

    private static async Task<List<(long, long, long)>> SumsAsync(LedgerHarness harness)
    {
        await using var context = harness.NewContext();
        var sums = await context.UsageSums.AsNoTracking().OrderBy(sum => sum.StartsAt).ThenBy(sum => sum.ModelId).ToListAsync(Cancellation);
        return sums.ConvertAll(sum => (sum.Entries, sum.Failures, sum.Input + sum.Output));
    }

    private static async Task HoldAsync(LedgerHarness harness, DateTimeOffset until)
    {
        await using var context = harness.NewContext();
        await context.Retention.ExecuteUpdateAsync(row => row.SetProperty(state => state.HeldUntil, until), Cancellation);
    }
}
