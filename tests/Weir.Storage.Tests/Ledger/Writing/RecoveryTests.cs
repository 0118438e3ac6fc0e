using System.Diagnostics;
using Weir.Accounting;
using Weir.Storage.Ledger;

namespace Weir.Storage.Tests.Ledger.Writing;

public sealed class RecoveryTests
{
    [Fact]
    public async Task Recover_OpenAttempt_IsPostedByTheEstimatorUpToTheHeartbeatAfterTheLast()
    {
        await using var harness = await LedgerHarness.StartAsync();
        var budget = await harness.AddBudgetAsync(100_000);
        var request = harness.Request(500, 32_000, budget);
        await harness.GrantAsync(request);
        await harness.BeatAsync(seconds: 4);

        await using var next = await harness.CrashAndRestartAsync(TimeSpan.FromHours(1));

        var entry = Assert.Single(await next.EntriesAsync(request.Attempt));
        Assert.Equal((LedgerEntryKind.Posted, UsageSource.Provisional, AttemptOutcome.GatewayStopped), (entry.Kind, entry.Source, entry.Outcome));
        Assert.Equal((500, 5 * 300), (entry.Input, entry.Output));
        Assert.Equal(request.AdmittedAt + TimeSpan.FromSeconds(5), entry.EndedAt);
        Assert.Equal((2_000, 0), await next.WindowAsync(budget));
        Assert.Empty((await next.VerifyAsync()).Faults);
    }

    [Fact]
    public async Task Recover_ReportedInput_IsWhatIsPosted()
    {
        await using var harness = await LedgerHarness.StartAsync();
        var budget = await harness.AddBudgetAsync(100_000);
        var request = harness.Request(5_000, 10, budget);
        await harness.GrantAsync(request);
        harness.Ledger.ShrinkInput(request.Attempt, 123, 0);
        await harness.FlushAsync();

        await using var next = await harness.CrashAndRestartAsync(TimeSpan.FromMinutes(1));

        Assert.Equal((133, 0), await next.WindowAsync(budget));
    }

    [Fact]
    public async Task Recover_EndedAttempts_StayAsTheyWere()
    {
        await using var harness = await LedgerHarness.StartAsync();
        var budget = await harness.AddBudgetAsync(100_000);
        var request = harness.Request(500, 32_000, budget);
        await harness.GrantAsync(request);
        await harness.Ledger.SettleAsync(harness.Posted(request.Attempt, 10, 20));

        await using var next = await harness.CrashAndRestartAsync(TimeSpan.FromHours(1));

        Assert.Equal(UsageSource.Reported, Assert.Single(await next.EntriesAsync(request.Attempt)).Source);
        Assert.Equal((30, 0), await next.WindowAsync(budget));
    }

    [Fact]
    public async Task Recover_Twice_PostsOnce()
    {
        await using var harness = await LedgerHarness.StartAsync();
        var budget = await harness.AddBudgetAsync(100_000);
        var request = harness.Request(500, 100, budget);
        await harness.GrantAsync(request);

        await using var second = await harness.CrashAndRestartAsync(TimeSpan.FromMinutes(1));
        await using var third = await second.CrashAndRestartAsync(TimeSpan.FromMinutes(1));

        Assert.Single(await third.EntriesAsync(request.Attempt));
        Assert.Equal((600, 0), await third.WindowAsync(budget));
    }

    [Fact]
    public async Task Settle_AfterProvisional_BecomesACorrectionOnce()
    {
        await using var harness = await LedgerHarness.StartAsync();
        var budget = await harness.AddBudgetAsync(100_000);
        var request = harness.Request(500, 100, budget);
        await harness.GrantAsync(request);
        await using var next = await harness.CrashAndRestartAsync(TimeSpan.FromMinutes(1));

        await next.Ledger.SettleAsync(next.Posted(request.Attempt, 450, 650));
        await next.Ledger.SettleAsync(next.Posted(request.Attempt, 1, 1));

        var entries = await next.EntriesAsync(request.Attempt);
        Assert.Equal([LedgerEntryKind.Posted, LedgerEntryKind.Correction], entries.Select(entry => entry.Kind));
        Assert.Equal((-50, 550, 500, UsageSource.Reported), (entries[1].Input, entries[1].Output, entries[1].Overrun, entries[1].Source));
        Assert.Equal((1_100, 0), await next.WindowAsync(budget));
        Assert.Empty((await next.VerifyAsync()).Faults);
    }

    [Fact]
    public async Task Settle_AsVoidAfterProvisional_GivesTheRequestBack()
    {
        await using var harness = await LedgerHarness.StartAsync();
        var budget = await harness.AddBudgetAsync(10, unit: BudgetUnit.Requests);
        var request = harness.Request(500, 100, budget);
        await harness.GrantAsync(request);
        await using var next = await harness.CrashAndRestartAsync(TimeSpan.FromMinutes(1));

        await next.Ledger.SettleAsync(next.Voided(request.Attempt));
        await next.Ledger.SettleAsync(next.Posted(request.Attempt, 1, 1));

        Assert.Equal([1, -1], (await next.EntriesAsync(request.Attempt)).Select(entry => entry.Requests));
        Assert.Equal((0, 0), await next.WindowAsync(budget));
        Assert.Empty((await next.VerifyAsync()).Faults);
    }

    [Fact]
    public async Task Recover_ThousandsOfOpenAttempts_TakesLessThanTwoSeconds()
    {
        await using var harness = await LedgerHarness.StartAsync();
        var budget = await harness.AddBudgetAsync(null);
        var requests = Enumerable.Range(0, 5_000).Select(_ => harness.Request(10, 10, budget)).ToList();
        await Task.WhenAll(requests.Select(harness.GrantAsync));

        var started = Stopwatch.GetTimestamp();
        await using var next = await harness.CrashAndRestartAsync(TimeSpan.FromMinutes(1));
        var took = Stopwatch.GetElapsedTime(started);

        Assert.Equal((5_000 * 20, 0), await next.WindowAsync(budget));
        Assert.True(took < TimeSpan.FromSeconds(2), $"It took {took.TotalSeconds:F1} s.");
    }

    [Fact]
    public async Task Heartbeat_NothingOpen_IsNotWritten()
    {
        await using var harness = await LedgerHarness.StartAsync();
        var started = harness.Time.GetUtcNow();

        await harness.BeatAsync(seconds: 3);

        await using var context = harness.NewContext();
        Assert.Equal(started, Assert.Single(context.Heartbeats).At);
    }
}
