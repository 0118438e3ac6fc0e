using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Weir.Accounting;
using Weir.Proxy.Metering;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Writing;
using Weir.Storage.Postgres.Ledger;
using Weir.Storage.Tests.Engines;
using Weir.TestKit;
using Weir.TestKit.Postgres;

namespace Weir.Storage.Tests.Ledger.Writing;

/// <summary>Several processes on one database, and what happens when one of them, or the database, is gone.</summary>
public sealed class ReplicaTests
{
    private const string LongAgo = "clock_timestamp() - interval '5 minutes'";

    [Fact]
    public async Task Cap_SharedByThreeReplicas_IsNeverPassedAndUsedUp()
    {
        await using var one = await LedgerHarness.StartAsync(Engine.Postgres);
        await using var two = await one.StartBesideAsync();
        await using var three = await one.StartBesideAsync();
        LedgerHarness[] replicas = [one, two, three];
        var tokens = await one.AddBudgetAsync(10_000);
        var requests = await one.AddBudgetAsync(10, unit: BudgetUnit.Requests);

        var answers = await Task.WhenAll(Enumerable.Range(0, 256).Select(async i =>
        {
            await Task.Yield();
            var replica = replicas[i % 3];
            return await replica.ReserveAsync(replica.Request(500, 500, tokens, requests) with { Patience = TimeSpan.Zero });
        }));

        Assert.Equal(10, answers.OfType<ReserveResult.Granted>().Count());
        Assert.Equal((0, 10_000), await one.WindowAsync(tokens));
        Assert.Equal((0, 10), await one.WindowAsync(requests));
        Assert.True((await one.VerifyAsync()).IsClean);
    }

    [Fact]
    public async Task Attempt_ThatWaitsAtOne_IsGrantedWithinASecondOfTheOthersSettlement()
    {
        await using var one = await LedgerHarness.StartAsync(Engine.Postgres);
        await using var other = await one.StartBesideAsync();
        var budget = await one.AddBudgetAsync(1_000);
        var open = one.Request(500, 500, budget);
        await one.GrantAsync(open);
        var waiting = other.ReserveAsync(other.Request(500, 500, budget));
        await other.FlushAsync();
        Assert.False(waiting.IsCompleted);

        await one.Ledger.SettleAsync(one.Voided(open.Attempt));
        other.Time.Advance(HeartbeatCommand.Interval);

        Assert.IsType<ReserveResult.Granted>(await waiting);
    }

    [Fact]
    public async Task Account_HotOnThreeReplicas_LosesNothing()
    {
        await using var one = await LedgerHarness.StartAsync(Engine.Postgres);
        await using var two = await one.StartBesideAsync();
        await using var three = await one.StartBesideAsync();
        LedgerHarness[] replicas = [one, two, three];
        var budget = await one.AddBudgetAsync(1_000_000_000);

        await Task.WhenAll(Enumerable.Range(0, 48).Select(async i =>
        {
            await Task.Yield();
            var replica = replicas[i % 3];
            for (var round = 0; round < 20; round++)
            {
                var request = replica.Request(100, 100, budget);
                await replica.GrantAsync(request);
                replica.Ledger.ShrinkInput(request.Attempt, 50, 0);
                await replica.Ledger.SettleAsync(replica.Posted(request.Attempt, 50, 10));
            }
        }));

        Assert.Equal((48 * 20 * 60, 0), await one.WindowAsync(budget));
        Assert.True((await one.VerifyAsync()).IsClean);
    }

    [Fact]
    public async Task Replica_ThatIsGone_IsPostedAtTheWholeReservationByAnotherAndCorrectedWhenItSettlesLate()
    {
        await using var gone = await LedgerHarness.StartAsync(Engine.Postgres);
        await using var other = await gone.StartBesideAsync();
        var budget = await gone.AddBudgetAsync(10_000);
        var request = gone.Request(300, 700, budget);
        await gone.GrantAsync(request);

        await LoseAsync(gone, other);
        await other.BeatUntilAsync(async () => await other.WindowAsync(budget) == (1_000, 0));
        var posted = Assert.Single(await other.EntriesAsync(request.Attempt));
        await gone.Ledger.SettleAsync(gone.Posted(request.Attempt, 200, 50));

        Assert.Equal((UsageSource.Provisional, AttemptOutcome.GatewayStopped), (posted.Source, posted.Outcome));
        Assert.Equal((250, 0), await other.WindowAsync(budget));
        Assert.Equal([LedgerEntryKind.Posted, LedgerEntryKind.Correction], (await other.EntriesAsync(request.Attempt)).Select(entry => entry.Kind));
        await gone.Ledger.SettleAsync(gone.Posted(request.Attempt, 9, 9));
        Assert.Equal((250, 0), await other.WindowAsync(budget));
        Assert.True((await other.VerifyAsync()).IsClean);
    }

    [Fact]
    public async Task Replica_ThatIsGoneForGood_IsCorrectedDownToTheEstimate()
    {
        await using var gone = await LedgerHarness.StartAsync(Engine.Postgres);
        await using var other = await gone.StartBesideAsync();
        var budget = await gone.AddBudgetAsync(1_000_000);
        var request = gone.Request(300, 100_000, budget);
        await gone.GrantAsync(request);
        await LoseAsync(gone, other);
        await other.BeatUntilAsync(async () => await other.WindowAsync(budget) == (100_300, 0));

        await other.ExecuteAsync("UPDATE reservations SET abandoned_at = admitted_at + interval '2 seconds'");
        other.Time.Advance(TimeSpan.FromDays(2));
        await other.BeatUntilAsync(async () => await other.WindowAsync(budget) == (300 + (2 * 300), 0));

        await using var context = other.NewContext();
        Assert.Empty(context.Reservations);
        Assert.True((await other.VerifyAsync()).IsClean);
    }

    [Fact]
    public async Task Replica_ThatWasLostWhenAllWereDownForDays_IsPostedUpToItsLastBeat()
    {
        await using var gone = await LedgerHarness.StartAsync(Engine.Postgres);
        await using var other = await gone.StartBesideAsync();
        var budget = await gone.AddBudgetAsync(1_000_000);
        var request = gone.Request(300, 100_000, budget);
        await gone.GrantAsync(request);
        await LoseAsync(gone, other);
        await other.ExecuteAsync("UPDATE reservations SET admitted_at = '2001-01-01 00:00Z'");
        await other.ExecuteAsync($"UPDATE heartbeats SET at = '2001-01-01 01:00Z' WHERE replica_id = '{gone.Replica}'");
        await other.ExecuteAsync($"UPDATE heartbeats SET since = clock_timestamp() WHERE replica_id = '{other.Replica}'");

        // It cleans up before it has beaten for long enough to be a judge.
        await other.BeatAsync(20);
        await other.ExecuteAsync($"UPDATE heartbeats SET since = {LongAgo} WHERE replica_id = '{other.Replica}'");
        await other.BeatUntilAsync(async () => (await other.EntriesAsync(request.Attempt)).Length > 0);

        Assert.Equal(new DateTimeOffset(2001, 1, 1, 1, 0, 1, TimeSpan.Zero), (await other.EntriesAsync(request.Attempt))[0].EndedAt);
        Assert.Equal((100_300, 0), await other.WindowAsync(budget));
        Assert.True((await other.VerifyAsync()).IsClean);
    }

    [Fact]
    public async Task Replica_ThatIsBackAndAdmitsBeforeItsNextBeat_BeatsWithIt()
    {
        await using var database = await PostgresCopy.MakeMigratedAsync();
        await using var other = database.NewProcess();
        await using var context = other.NewContext();
        var (time, replica) = (new FakeTimeProvider(), new LedgerReplica());
        using var store = new PostgresLedgerStore(NpgsqlDataSource.Create(database.ConnectionString), replica, time);
        store.Begin(new());
        store.WriteHeartbeat(time.GetUtcNow(), always: true);
        store.Commit();
        await context.Database.ExecuteSqlRawAsync("UPDATE heartbeats SET at = '2001-01-01 00:00Z'", Xunit.TestContext.Current.CancellationToken);

        time.Advance(TimeSpan.FromMinutes(5));
        store.Begin(new());
        store.Insert(new Reservation { Id = Guid.CreateVersion7(), ReplicaId = replica.Id, Windows = [] });
        store.Commit();

        Assert.NotEqual(2001, (await context.Heartbeats.SingleAsync(Xunit.TestContext.Current.CancellationToken)).At.Year);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Replica_WhoseUpstreamProcessedNothing_GivesTheRequestBackWhenItSettlesLate(bool wasSent)
    {
        await using var gone = await LedgerHarness.StartAsync(Engine.Postgres);
        await using var other = await gone.StartBesideAsync();
        var budget = await gone.AddBudgetAsync(10, unit: BudgetUnit.Requests);
        var request = gone.Request(300, 700, budget);
        await gone.GrantAsync(request);
        await LoseAsync(gone, other);
        await other.BeatUntilAsync(async () => await other.WindowAsync(budget) == (1, 0));

        await gone.Ledger.SettleAsync(gone.Voided(request.Attempt) with { WasSent = wasSent });

        Assert.Equal((0, 0), await other.WindowAsync(budget));
        Assert.Equal([1, -1], (await other.EntriesAsync(request.Attempt)).Select(entry => entry.Requests));
        Assert.True((await other.VerifyAsync()).IsClean);
    }

    [Fact]
    public async Task Replica_WhoseOwnBeatsWereBroken_JudgesNobody()
    {
        await using var living = await LedgerHarness.StartAsync(Engine.Postgres);
        await using var doubtful = await living.StartBesideAsync();
        var budget = await living.AddBudgetAsync(10_000);
        await living.GrantAsync(living.Request(300, 700, budget));
        await doubtful.FlushAsync();
        await living.ExecuteAsync($"UPDATE heartbeats SET at = {LongAgo}, since = {LongAgo}");

        // Its first beat after the gap begins a new row of beats.
        for (var beat = 0; beat < 25; beat++)
        {
            doubtful.Time.Advance(TimeSpan.FromSeconds(1));
            await doubtful.FlushAsync();
        }

        Assert.Equal((0, 1_000), await doubtful.WindowAsync(budget));
    }

    [Fact]
    public async Task Replica_FirstToComeBackAfterNobodyCouldBeat_JudgesNobody()
    {
        await using var living = await LedgerHarness.StartAsync(Engine.Postgres);
        await using var first = await living.StartBesideAsync();
        var budget = await living.AddBudgetAsync(10_000);
        await living.GrantAsync(living.Request(300, 700, budget));
        // The next beat is the tenth, and looks for processes that are gone.
        for (var beat = 0; beat < 9; beat++)
        {
            first.Time.Advance(TimeSpan.FromSeconds(1));
            await first.FlushAsync();
        }

        await living.ExecuteAsync($"UPDATE heartbeats SET at = clock_timestamp() - interval '31 seconds', since = {LongAgo}");
        await living.ExecuteAsync($"UPDATE heartbeats SET at = clock_timestamp() - interval '29 seconds' WHERE replica_id = '{first.Replica}'");
        first.Time.Advance(TimeSpan.FromSeconds(1));
        await first.FlushAsync();

        Assert.Equal((0, 1_000), await first.WindowAsync(budget));
    }

    /// <summary>As if one had not been heard of for minutes, and the other had beaten all the while.</summary>
    private static async Task LoseAsync(LedgerHarness gone, LedgerHarness other)
    {
        await gone.BeatUntilAsync(async () => await HasBeatenAsync(gone));
        await other.BeatUntilAsync(async () => await HasBeatenAsync(other));
        // No beat of its is on its way.
        await gone.FlushAsync();
        await other.ExecuteAsync($"UPDATE heartbeats SET at = {LongAgo} WHERE replica_id = '{gone.Replica}'");
        await other.ExecuteAsync($"UPDATE heartbeats SET since = {LongAgo} WHERE replica_id = '{other.Replica}'");
    }

    private static async Task<bool> HasBeatenAsync(LedgerHarness harness)
    {
        await using var context = harness.NewContext();
        return await context.Heartbeats.AnyAsync(beat => beat.ReplicaId == harness.Replica);
    }
}
