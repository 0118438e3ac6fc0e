using Weir.Accounting;
using Weir.Proxy.Metering;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Writing;
using Weir.Storage.Tests.Engines;

namespace Weir.Storage.Tests.Ledger.Writing;

/// <summary>
/// On PostgreSQL a process takes for true what it remembers of windows and of its own reservations. Each test lets it remember something, has another
/// change that, and looks whether the answer is that of the database.
/// </summary>
public sealed class AssumptionTests : IAsyncLifetime
{
    private readonly AssumptionCounts _counts = new();
    private LedgerHarness _one = null!;
    private LedgerHarness _other = null!;

    public async ValueTask InitializeAsync()
    {
        _one = await LedgerHarness.StartAsync(Engine.Postgres, store => new CountingStore(store, _counts));
        _other = await _one.StartBesideAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _other.DisposeAsync();
        await _one.DisposeAsync();
    }

    [Fact]
    public async Task Pairs_OfAProcessThatIsAlone_AreAssumedAndRight()
    {
        var budget = await RememberedAsync(cap: 10_000);
        var before = _counts.Durable;

        for (var i = 0; i < 5; i++)
        {
            await PairAsync(budget);
        }

        Assert.Equal((10, 0), (_counts.Durable - before, _counts.Undone));
        Assert.Equal((6 * 200, 0), await _one.WindowAsync(budget));
    }

    [Fact]
    public async Task Room_ThatAnotherHasTaken_IsNotGrantedAgain()
    {
        var budget = await RememberedAsync(cap: 10_000);
        await _other.GrantAsync(_other.Request(4_000, 4_000, budget));

        var answer = await _one.ReserveAsync(_one.Request(1_000, 1_000, budget) with { Patience = TimeSpan.Zero });

        Assert.Equal(LedgerHarness.Refused(budget, limit: 10_000, used: 200, reserved: 8_000, needed: 2_000, isFinal: false), answer);
        Assert.Equal(1, _counts.Undone);
    }

    [Fact]
    public async Task Room_ThatAnotherHasFreed_IsGranted()
    {
        var budget = await RememberedAsync(cap: 10_000);
        var open = _other.Request(4_000, 5_000, budget);
        await _other.GrantAsync(open);
        await OpenAsync(budget);
        await _other.Ledger.SettleAsync(_other.Voided(open.Attempt));

        Assert.Equal(9_000, (await _one.GrantAsync(_one.Request(600, 9_000, budget))).Output);
        Assert.Equal((200, 9_800), await _one.WindowAsync(budget));
    }

    [Fact]
    public async Task Cap_LoweredMeanwhile_Holds()
    {
        var budget = await RememberedAsync(cap: 10_000);
        await _other.SetCapAsync(budget, 1_000);

        Assert.IsType<ReserveResult.Refused>(await _one.ReserveAsync(_one.Request(1_000, 1_000, budget) with { Patience = TimeSpan.Zero }));
        Assert.Equal((1, (200L, 0L)), (_counts.Undone, await _one.WindowAsync(budget)));
    }

    [Fact]
    public async Task Budget_WithOtherWindowsMeanwhile_CountsInThose()
    {
        var budget = await RememberedAsync(cap: 10_000);
        var open = await OpenAsync(budget);
        await _one.ExecuteAsync($"UPDATE budgets SET window_kind = {(int)WindowKind.Day}");

        await _one.GrantAsync(_one.Request(300, 300, budget));
        await _one.Ledger.SettleAsync(_one.Posted(open.Attempt, 100, 100));

        Assert.Equal([(400L, 0L), (0L, 600L)], await _one.WindowsAsync(budget));
        // The grant, and the settlement in what it remembered of the old window.
        Assert.Equal(2, _counts.Undone);
    }

    [Fact]
    public async Task Budget_DeletedMeanwhile_CountsNothingMore()
    {
        var budget = await RememberedAsync(cap: 10_000);
        var open = await OpenAsync(budget);
        await _one.ExecuteAsync("DELETE FROM budgets");

        await _one.GrantAsync(_one.Request(300, 300, budget));
        await _one.Ledger.SettleAsync(_one.Posted(open.Attempt, 100, 100));

        Assert.Equal(200, (await _one.EntriesAsync(open.Attempt)).Sum(entry => entry.Input + entry.Output));
    }

    [Fact]
    public async Task Reservation_ThatAnotherHasPosted_IsCorrectedAndNotPostedTwice()
    {
        var budget = await RememberedAsync(cap: 10_000);
        var open = _one.Request(300, 700, budget);
        await _one.GrantAsync(open);
        // It is held to be gone.
        await _one.ExecuteAsync($"UPDATE heartbeats SET at = clock_timestamp() - interval '5 minutes' WHERE replica_id = '{_one.Replica}'");
        await _one.ExecuteAsync($"UPDATE heartbeats SET since = clock_timestamp() - interval '5 minutes' WHERE replica_id = '{_other.Replica}'");
        await _other.BeatUntilAsync(async () => await _other.WindowAsync(budget) == (1_200, 0));

        await _one.Ledger.SettleAsync(_one.Posted(open.Attempt, 200, 50));

        Assert.Equal((450, 0), await _one.WindowAsync(budget));
        Assert.Equal([LedgerEntryKind.Posted, LedgerEntryKind.Correction], (await _one.EntriesAsync(open.Attempt)).Select(entry => entry.Kind));
        Assert.Equal(1, _counts.Undone);
        Assert.True((await _one.VerifyAsync()).IsClean);
    }

    /// <summary>A budget whose window the first process knows.</summary>
    private async Task<BudgetId> RememberedAsync(long cap)
    {
        var budget = await _one.AddBudgetAsync(cap);
        await PairAsync(budget);
        return budget;
    }

    private async Task PairAsync(BudgetId budget)
    {
        var request = await OpenAsync(budget);
        await _one.Ledger.SettleAsync(_one.Posted(request.Attempt, 100, 100));
    }

    private async Task<ReserveRequest> OpenAsync(BudgetId budget)
    {
        var request = _one.Request(100, 100, budget);
        await _one.GrantAsync(request);
        return request;
    }

    private sealed class AssumptionCounts
    {
        public int Durable { get; set; }

        public int Undone { get; set; }
    }

    private sealed class CountingStore(ILedgerStore inner, AssumptionCounts counts) : StoreDecorator(inner)
    {
        public override void Commit()
        {
            var isAssuming = !IsExact;
            base.Commit();
            counts.Durable += isAssuming ? 1 : 0;
        }

        public override void Rollback()
        {
            counts.Undone += IsExact ? 0 : 1;
            base.Rollback();
        }
    }
}
