using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Tests.Engines;

namespace Weir.Storage.Tests.Ledger.Writing;

public sealed class SettlingTests
{
    [Theory]
    [EachEngine]
    public async Task Settle_Posted_MovesPendingToPostedAndKeepsAnEntry(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(1_000);
        var request = harness.Request(100, 200, budget);
        await harness.GrantAsync(request);
        harness.Time.Advance(TimeSpan.FromMilliseconds(500));
        var settlement = harness.Posted(request.Attempt, 0, 20) with { Usage = new(5, 10, 20, 30, 20) };

        await harness.Ledger.SettleAsync(settlement);

        Assert.Equal((85, 0), await harness.WindowAsync(budget));
        var entry = Assert.Single(await harness.EntriesAsync(request.Attempt));
        Assert.Equal(LedgerEntryKind.Posted, entry.Kind);
        Assert.Equal((5, 10, 20, 30, 20), (entry.Input, entry.CacheRead, entry.CacheWrite5m, entry.CacheWrite1h, entry.Output));
        Assert.Equal((300, 0), (entry.Reserved, entry.Overrun));
        Assert.Equal((harness.User.Value, request.Exchange.Value), (entry.UserId, entry.ExchangeId));
        Assert.Equal((request.AdmittedAt, settlement.EndedAt), (entry.AdmittedAt, entry.EndedAt));
        Assert.Equal((200, "req_1"), (entry.Status, entry.RequestId));
        Assert.Equal((1_000, 2_000, 12_000, true), (entry.SentMicroseconds, entry.FirstByteMicroseconds, entry.LastByteMicroseconds, entry.IsStreamed));
        Assert.Null(entry.LoweredTo);
        Assert.Null(entry.ApiKeyId);
    }

    [Theory]
    [EachEngine]
    public async Task Settle_TimedAnswers_AddTheirPaceToTheSums(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        Settlement[] ends =
        [
            harness.Posted(AttemptId.New(), 100, 20),
            harness.Posted(AttemptId.New(), 100, 30) with { IsStreamed = false },
            harness.Posted(AttemptId.New(), 100, 40) with { LastByte = null, Outcome = AttemptOutcome.UpstreamCut },
            harness.Posted(AttemptId.New(), 100, 50) with { FirstByte = null, LastByte = null },
            harness.Voided(AttemptId.New()),
        ];
        foreach (var end in ends)
        {
            await harness.GrantAsync(harness.Request(100, 100) with { Attempt = end.Attempt });
            await harness.Ledger.SettleAsync(end);
        }

        await using var context = harness.NewContext();
        var sums = await context.UsageSums.AsNoTracking().ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, sums.Count);
        Assert.All(sums, sum => Assert.Equal(new Pace(3, 6_000, 10_000, 20), sum.Pace));
        Assert.Empty((await harness.VerifyAsync()).Faults);
    }

    [Theory]
    [EachEngine]
    public async Task Settle_Twice_ChangesNothing(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(1_000);
        var request = harness.Request(100, 200, budget);
        await harness.GrantAsync(request);

        await harness.Ledger.SettleAsync(harness.Posted(request.Attempt, 50, 60));
        await harness.Ledger.SettleAsync(harness.Posted(request.Attempt, 70, 80));

        Assert.Equal((110, 0), await harness.WindowAsync(budget));
        Assert.Single(await harness.EntriesAsync(request.Attempt));
    }

    [Theory]
    [EachEngine]
    public async Task Settle_Voided_GivesAllBackAndKeepsAnEntryOfNothing(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(1_000);
        var request = harness.Request(100, 200, budget);
        await harness.GrantAsync(request);

        await harness.Ledger.SettleAsync(harness.Voided(request.Attempt));

        Assert.Equal((0, 0), await harness.WindowAsync(budget));
        var entry = Assert.Single(await harness.EntriesAsync(request.Attempt));
        Assert.Equal((LedgerEntryKind.Voided, 529), (entry.Kind, entry.Status));
    }

    [Theory]
    [EachEngine]
    public async Task Settle_VoidedWithUsage_IsRefused(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);

        await Assert.ThrowsAsync<ArgumentException>(() =>
            harness.Ledger.SettleAsync(harness.Voided(AttemptId.New()) with { Usage = new(1, 0, 0, 0, 0) }));
    }

    [Theory]
    [EachEngine]
    public async Task Settle_MoreThanReserved_IsPostedInFullWithTheOverrun(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(1_000);
        var request = harness.Request(100, 200, budget);
        await harness.GrantAsync(request);

        await harness.Ledger.SettleAsync(harness.Posted(request.Attempt, 900, 300));

        Assert.Equal((1_200, 0), await harness.WindowAsync(budget));
        Assert.Equal(900, Assert.Single(await harness.EntriesAsync(request.Attempt)).Overrun);
    }

    [Theory]
    [EachEngine]
    public async Task Settle_LoweredReservation_SaysSo(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(1_000);
        var request = harness.Request(100, 5_000, budget) with { Floor = 1, ApiKey = ApiKeyId.New() };
        await harness.GrantAsync(request);

        await harness.Ledger.SettleAsync(harness.Posted(request.Attempt, 1, 1));

        var entry = Assert.Single(await harness.EntriesAsync(request.Attempt));
        Assert.Equal((900, request.ApiKey!.Value.Value), (entry.LoweredTo, entry.ApiKeyId));
    }

    [Theory]
    [EachEngine]
    public async Task Settle_NeverReserved_Faults(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);

        await Assert.ThrowsAnyAsync<Exception>(() => harness.Ledger.SettleAsync(harness.Posted(AttemptId.New(), 1, 1)));
    }

    [Fact]
    public async Task Settle_AfterStopBegan_IsDurableBeforeTheStopEnds()
    {
        await using var harness = await LedgerHarness.StartAsync(Engine.Sqlite);
        var budget = await harness.AddBudgetAsync(null);
        var request = harness.Request(100, 200, budget);
        await harness.GrantAsync(request);
        Task settled, stopped;
        using (harness.Gate.Enter())
        {
            settled = harness.Ledger.SettleAsync(harness.Posted(request.Attempt, 1, 2));
            stopped = harness.StopAsync();
        }

        await stopped;

        await settled;
        Assert.Equal((3, 0), await harness.WindowAsync(budget));
        Assert.False(File.Exists(harness.DatabasePath + "-wal") && new FileInfo(harness.DatabasePath + "-wal").Length > 0);
    }

    [Theory]
    [EachEngine]
    public async Task Names_AreKeptOnce(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var (first, second) = (harness.Request(1, 1), harness.Request(1, 1));
        await harness.GrantAsync(first);
        await harness.GrantAsync(second);
        await harness.Ledger.SettleAsync(harness.Posted(first.Attempt, 1, 1));
        await harness.Ledger.SettleAsync(harness.Posted(second.Attempt, 1, 1));

        LedgerEntry one = Assert.Single(await harness.EntriesAsync(first.Attempt)), two = Assert.Single(await harness.EntriesAsync(second.Attempt));
        Assert.Equal((one.UpstreamId, one.ModelId), (two.UpstreamId, two.ModelId));
        Assert.NotEqual(one.UpstreamId, one.ModelId);
    }
}
