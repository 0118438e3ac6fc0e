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

/// <summary>What the ledger's tables or their server refuse, lose or forget.</summary>
public sealed class StoreTroubleTests
{
    private static CancellationToken Cancellation => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Row_ThatTheServerWillNeverTake_FailsAloneAndIsNoTrouble()
    {
        await using var harness = await LedgerHarness.StartAsync(Engine.Postgres);
        var budget = await harness.AddBudgetAsync(10_000);

        await Assert.ThrowsAsync<PostgresException>(() => harness.ReserveAsync(harness.Request(1, 1, budget) with { Model = "a\0b" }));

        Assert.False(harness.State.IsInTrouble);
        await harness.GrantAsync(harness.Request(1, 1, budget));
        Assert.True((await harness.VerifyAsync()).IsClean);
    }

    [Theory]
    [EachEngine]
    public async Task Commit_WhoseAnswerIsLost_LeavesNothingReserved(Engine engine)
    {
        FailingStore? store = null;
        await using var harness = await LedgerHarness.StartAsync(engine, inner => store = new FailingStore(inner));
        var budget = await harness.AddBudgetAsync(1_000);
        var request = harness.Request(100, 100, budget);
        store!.LosesAnswer = true;

        await Assert.ThrowsAsync<LedgerUnavailableException>(() => harness.ReserveAsync(request));
        harness.Time.Advance(TimeSpan.FromSeconds(1));
        await harness.UntilWellAsync();
        await harness.GrantAsync(harness.Request(500, 500, budget));

        Assert.Equal((0, 1_000), await harness.WindowAsync(budget));
        Assert.Empty(await harness.EntriesAsync(request.Attempt));
        Assert.True((await harness.VerifyAsync()).IsClean);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Database_CutOff_RefusesNewWorkKeepsWhatEndedAndRecoversByItself(bool refused)
    {
        var server = await PostgresServer.SharedAsync();
        await using var cutOff = new CutOff(server.Port);
        var database = await PostgresCopy.MakeMigratedAsync();
        await using var harness = await LedgerHarness.StartAsync(database.Through(cutOff));
        var budget = await harness.AddBudgetAsync(10_000);
        var request = harness.Request(300, 700, budget);
        await harness.GrantAsync(request);

        if (refused)
        {
            cutOff.Refuse();
        }
        else
        {
            cutOff.BlackHole();
        }

        var settled = harness.Ledger.SettleAsync(harness.Posted(request.Attempt, 200, 50));
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => harness.ReserveAsync(harness.Request(1, 1, budget)));
        Assert.True(harness.State.IsInTrouble);
        Assert.False(settled.IsCompleted);
        cutOff.Restore();
        await harness.BeatUntilAsync(() => Task.FromResult(settled.IsCompletedSuccessfully));

        Assert.False(harness.State.IsInTrouble);
        await Eventually.IsTrueAsync(() => HoldsAsync(harness, budget, posted: 250, pending: 0), Cancellation);
        await harness.GrantAsync(harness.Request(1, 1, budget));
        Assert.True((await harness.VerifyAsync()).IsClean);
    }

    /// <summary>The ledger frees its locks before the disk has the commit, but answers after.</summary>
    [Fact]
    public async Task Server_KilledRightAfterTheAnswer_HasAllThatWasAnswered()
    {
        await using var server = await PostgresServer.StartAsync(isDurable: false, Cancellation);
        var database = new PostgresCopy(await server.NewDatabaseAsync(Cancellation));
        await database.MigrateAsync(Cancellation);
        await using var harness = await LedgerHarness.StartAsync(database);
        var budget = await harness.AddBudgetAsync(null);
        for (var i = 0; i < 20; i++)
        {
            await harness.GrantAsync(harness.Request(300, 700, budget));
        }

        await server.KillAsync(Cancellation);
        await server.StartAsync(Cancellation);

        await Eventually.IsTrueAsync(() => HoldsAsync(harness, budget, posted: 0, pending: 20_000), Cancellation);
        Assert.True((await harness.VerifyAsync()).IsClean);
    }

    /// <summary>Asked by connections that the cut may have broken, of which each notices it once.</summary>
    private static async Task<bool> HoldsAsync(LedgerHarness harness, BudgetId budget, long posted, long pending)
    {
        try
        {
            return await harness.WindowAsync(budget) == (posted, pending);
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
