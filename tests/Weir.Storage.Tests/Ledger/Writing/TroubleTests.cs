using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Weir.Proxy.Metering;
using Weir.Storage.Ledger.Writing;
using Weir.Storage.Sqlite;
using Weir.Storage.Sqlite.Ledger;

namespace Weir.Storage.Tests.Ledger.Writing;

public sealed class TroubleTests
{
    [Fact]
    public async Task Store_Fails_NewWorkIsRefusedAtOnceAndWhatEndedIsSettledLater()
    {
        FailingStore? store = null;
        await using var harness = await LedgerHarness.StartAsync(inner => store = new FailingStore(inner));
        var budget = await harness.AddBudgetAsync(1_000);
        var request = harness.Request(100, 100, budget);
        await harness.GrantAsync(request);

        store!.Fails = true;
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => harness.ReserveAsync(harness.Request(1, 1, budget)));
        Assert.True(harness.State.IsInTrouble);
        Assert.True(harness.ReserveAsync(harness.Request(1, 1, budget)).IsFaulted);
        var settled = harness.Ledger.SettleAsync(harness.Posted(request.Attempt, 30, 40));
        harness.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.False(settled.IsCompleted);
        store.Fails = false;
        harness.Time.Advance(TimeSpan.FromSeconds(1));
        await settled;

        Assert.False(harness.State.IsInTrouble);
        Assert.Equal((70, 0), await harness.WindowAsync(budget));
        await harness.GrantAsync(harness.Request(1, 1, budget));
    }

    [Fact]
    public async Task Store_FailsWithNothingToSettle_RecoversByItself()
    {
        FailingStore? store = null;
        await using var harness = await LedgerHarness.StartAsync(inner => store = new FailingStore(inner));
        store!.Fails = true;
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => harness.ReserveAsync(harness.Request(1, 1)));

        store.Fails = false;
        harness.Time.Advance(TimeSpan.FromSeconds(1));
        await harness.UntilWellAsync();

        await harness.GrantAsync(harness.Request(1, 1));
    }

    [Fact]
    public async Task Store_Fails_WhoWaitsInLineIsToldSo()
    {
        FailingStore? store = null;
        await using var harness = await LedgerHarness.StartAsync(inner => store = new FailingStore(inner));
        var budget = await harness.AddBudgetAsync(100);
        await harness.GrantAsync(harness.Request(50, 50, budget));
        var waiting = harness.ReserveAsync(harness.Request(50, 50, budget));
        await harness.FlushAsync();

        store!.Fails = true;
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => harness.ReserveAsync(harness.Request(1, 1)));

        await Assert.ThrowsAsync<LedgerUnavailableException>(() => waiting);
    }

    [Fact]
    public async Task Store_FailsUntilTheStop_WhatIsOpenStaysPending()
    {
        FailingStore? store = null;
        await using var harness = await LedgerHarness.StartAsync(inner => store = new FailingStore(inner));
        var budget = await harness.AddBudgetAsync(1_000);
        var request = harness.Request(100, 100, budget);
        await harness.GrantAsync(request);

        store!.Fails = true;
        var settled = harness.Ledger.SettleAsync(harness.Posted(request.Attempt, 30, 40));
        await harness.StopAsync();

        await Assert.ThrowsAsync<LedgerUnavailableException>(() => settled);
        Assert.Equal((0, 200), await harness.WindowAsync(budget));
    }

    [Fact]
    public async Task Writer_CannotGoOn_NobodyIsLeftWaiting()
    {
        DyingStore? store = null;
        await using var harness = await LedgerHarness.StartAsync(inner => store = new DyingStore(inner));
        var first = harness.Request(1, 1);
        await harness.GrantAsync(first);
        var budget = await harness.AddBudgetAsync(100);
        await harness.GrantAsync(harness.Request(50, 50, budget));
        var inLine = harness.ReserveAsync(harness.Request(50, 50, budget));
        await harness.FlushAsync();

        store!.Dies = true;

        await Assert.ThrowsAsync<LedgerUnavailableException>(() => harness.ReserveAsync(harness.Request(1, 1)));
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => inLine);
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => harness.Ledger.SettleAsync(harness.Posted(first.Attempt, 1, 1)));
        Assert.True(harness.State.IsInTrouble);
        await Assert.ThrowsAsync<InvalidOperationException>(harness.StopAsync);
    }

    [Fact]
    public async Task Database_LockedByAnotherProcess_IsTroubleThatPasses()
    {
        await using var harness = await LedgerHarness.StartAsync();
        var budget = await harness.AddBudgetAsync(1_000);
        var request = harness.Request(100, 100, budget);
        await harness.GrantAsync(request);
        Task settled;
        await using (var other = new SqliteConnection(SqliteStorage.ConnectionString(harness.DatabasePath, isPooled: false)))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var locked = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
            settled = harness.Ledger.SettleAsync(harness.Posted(request.Attempt, 30, 40));
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => harness.ReserveAsync(harness.Request(1, 1, budget)));
        }

        harness.Time.Advance(TimeSpan.FromSeconds(1));
        await settled;

        Assert.Equal((70, 0), await harness.WindowAsync(budget));
    }

    [Fact]
    public async Task Disk_Full_IsTroubleThatPasses()
    {
        SqliteLedgerStore? store = null;
        await using var harness = await LedgerHarness.StartAsync(inner => store = (SqliteLedgerStore)inner);
        var budget = await harness.AddBudgetAsync(null);
        await harness.GrantAsync(harness.Request(1, 1, budget));

        LimitPages(harness, store!, pages: 1);
        var granted = new List<ReserveRequest>();
        await Assert.ThrowsAsync<LedgerUnavailableException>(async () =>
        {
            while (true)
            {
                var request = harness.Request(1, 1, budget);
                await harness.GrantAsync(request);
                granted.Add(request);
            }
        });
        Assert.True(harness.State.IsInTrouble);
        LimitPages(harness, store!, pages: 1_000_000);
        harness.Time.Advance(TimeSpan.FromSeconds(1));
        await harness.UntilWellAsync();

        await Task.WhenAll(granted.Select(request => harness.Ledger.SettleAsync(harness.Posted(request.Attempt, 1, 1))));
        Assert.Equal((2 * granted.Count, 2), await harness.WindowAsync(budget));
    }

    /// <summary>What SQLite does at its own limit of pages is what it does on a full disk.</summary>
    private static void LimitPages(LedgerHarness harness, SqliteLedgerStore store, int pages)
    {
        using var turn = harness.Gate.Enter();
        raw.sqlite3_exec(store.Connection!.Database, string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {pages}"));
    }
}
