using Weir.Accounting;
using Weir.Proxy.Metering;
using Weir.Storage.Tests.Engines;

namespace Weir.Storage.Tests.Ledger.Writing;

public sealed class WaitingTests
{
    [Theory]
    [EachEngine]
    public async Task Wait_RoomIsFreed_IsGranted(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(1_000);
        var first = harness.Request(500, 500, budget);
        await harness.GrantAsync(first);
        var second = harness.ReserveAsync(harness.Request(400, 400, budget));
        await harness.FlushAsync();
        Assert.False(second.IsCompleted);

        await harness.Ledger.SettleAsync(harness.Posted(first.Attempt, 100, 100));

        Assert.Equal(new ReserveResult.Granted(400, true), await second);
    }

    [Theory]
    [EachEngine]
    public async Task Wait_InputShrinks_IsGranted(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(1_000);
        var first = harness.Request(900, 100, budget);
        await harness.GrantAsync(first);
        var second = harness.ReserveAsync(harness.Request(400, 400, budget));
        await harness.FlushAsync();

        harness.Ledger.ShrinkInput(first.Attempt, 100, 0);

        Assert.Equal(new ReserveResult.Granted(400, true), await second);
    }

    [Theory]
    [EachEngine]
    public async Task Wait_CapIsRaised_IsGrantedWithTheNextHeartbeat(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(1_000);
        await harness.GrantAsync(harness.Request(500, 500, budget));
        var second = harness.ReserveAsync(harness.Request(400, 400, budget));
        await harness.FlushAsync();
        await harness.SetCapAsync(budget, 1_800);

        harness.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(new ReserveResult.Granted(400, true), await second);
    }

    /// <summary>It used to wait on until its patience was over, as only the line of the window with the least room was looked at.</summary>
    [Theory]
    [EachEngine]
    public async Task Wait_RoomInAnotherBudgetIsUsedUpForGood_IsRefusedForGood(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var (user, everyone) = (await harness.AddBudgetAsync(1_000), await harness.AddBudgetAsync(1_000));
        await harness.GrantAsync(harness.Request(500, 500, user));
        var other = harness.Request(50, 50, everyone);
        await harness.GrantAsync(other);
        var waiting = harness.ReserveAsync(harness.Request(400, 400, user, everyone));
        await harness.FlushAsync();
        Assert.False(waiting.IsCompleted);

        await harness.Ledger.SettleAsync(harness.Posted(other.Attempt, 50, 850));

        Assert.Equal(LedgerHarness.Refused(everyone, limit: 1_000, used: 900, reserved: 0, needed: 800, isFinal: true), await waiting);
    }

    [Theory]
    [EachEngine]
    public async Task Wait_RoomIsUsedUpForGood_IsRefusedForGood(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(1_000);
        var first = harness.Request(500, 500, budget);
        await harness.GrantAsync(first);
        var second = harness.ReserveAsync(harness.Request(400, 400, budget));
        await harness.FlushAsync();

        await harness.Ledger.SettleAsync(harness.Posted(first.Attempt, 500, 500));

        Assert.True(Assert.IsType<ReserveResult.Refused>(await second).IsFinal);
    }

    [Theory]
    [EachEngine]
    public async Task Wait_PatienceEndsAboveTheFloor_IsGrantedWhatThereIs(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(1_000);
        await harness.GrantAsync(harness.Request(500, 300, budget));
        var second = harness.ReserveAsync(harness.Request(100, 400, budget) with { Floor = 100 });
        await harness.FlushAsync();

        harness.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(new ReserveResult.Granted(100, true), await second);
    }

    [Theory]
    [EachEngine]
    public async Task Wait_PatienceEndsBelowTheFloor_IsRefusedForNow(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(1_000);
        await harness.GrantAsync(harness.Request(500, 300, budget));
        var second = harness.ReserveAsync(harness.Request(100, 400, budget) with { Floor = 101 });
        await harness.FlushAsync();
        harness.Time.Advance(TimeSpan.FromSeconds(9.9));
        await harness.FlushAsync();
        Assert.False(second.IsCompleted);

        harness.Time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(LedgerHarness.Refused(budget, 1_000, 0, 800, 201, isFinal: false), await second);
    }

    [Theory]
    [EachEngine]
    public async Task Wait_Several_AreServedInTheOrderTheyCame(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(1_000);
        var first = harness.Request(0, 900, budget);
        await harness.GrantAsync(first);
        // Any of them would fit alone once the first has ended, and the small one would fit now.
        var requests = new[] { 600, 600, 50, 600 }.Select(asked => harness.Request(0, asked, budget)).ToArray();
        var waiting = new List<Task<ReserveResult>>();
        foreach (var request in requests)
        {
            waiting.Add(harness.ReserveAsync(request));
            await harness.FlushAsync();
        }

        Assert.All(waiting, task => Assert.False(task.IsCompleted));
        await harness.Ledger.SettleAsync(harness.Voided(first.Attempt));
        await harness.FlushAsync();
        Assert.Equal([true, false, false, false], waiting.Select(task => task.IsCompleted));
        await harness.Ledger.SettleAsync(harness.Voided(requests[0].Attempt));
        await harness.FlushAsync();
        Assert.Equal([true, true, true, false], waiting.Select(task => task.IsCompleted));
        await harness.Ledger.SettleAsync(harness.Voided(requests[1].Attempt));
        Assert.IsType<ReserveResult.Granted>(await waiting[3]);
    }

    [Theory]
    [EachEngine]
    public async Task Wait_ForOneKey_DoesNotKeepTheUsersOtherKeysWaiting(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var user = await harness.AddBudgetAsync(1_000_000);
        var (small, other) = (await harness.AddBudgetAsync(100), await harness.AddBudgetAsync(100));
        await harness.GrantAsync(harness.Request(0, 100, user, small));
        var waiting = harness.ReserveAsync(harness.Request(0, 100, user, small));
        await harness.FlushAsync();

        await harness.GrantAsync(harness.Request(0, 100, user, other));

        Assert.False(waiting.IsCompleted);
    }

    [Theory]
    [EachEngine]
    public async Task Wait_ShortOfAnotherWindowOnceFirst_MovesToItsLineAndBlocksNobodyElse(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var (a, b) = (await harness.AddBudgetAsync(100), await harness.AddBudgetAsync(100));
        var (holdsA, holdsB) = (harness.Request(0, 100, a), harness.Request(0, 50, b));
        await harness.GrantAsync(holdsA);
        await harness.GrantAsync(holdsB);
        var both = harness.ReserveAsync(harness.Request(0, 100, a, b));
        await harness.FlushAsync();

        // It waited for a; with a free it waits for b, and those who only want a wait behind it: it came first.
        await harness.Ledger.SettleAsync(harness.Voided(holdsA.Attempt));
        await harness.FlushAsync();
        Assert.False(both.IsCompleted);
        await harness.GrantAsync(harness.Request(0, 100, a));
        await harness.Ledger.SettleAsync(harness.Voided(holdsB.Attempt));
        await harness.FlushAsync();
        Assert.False(both.IsCompleted);
        harness.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.False(Assert.IsType<ReserveResult.Refused>(await both).IsFinal);
    }

    [Theory]
    [EachEngine]
    public async Task Cancel_InLine_LeavesItAndMakesPlaceForTheNext(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(1_000);
        await harness.GrantAsync(harness.Request(0, 500, budget));
        using var leaving = new CancellationTokenSource();
        var first = harness.Ledger.ReserveAsync(harness.Request(0, 600, budget), null, leaving.Token);
        var second = harness.ReserveAsync(harness.Request(0, 500, budget));
        await harness.FlushAsync();
        Assert.False(second.IsCompleted);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.IsType<ReserveResult.Granted>(await second);
    }

    [Theory]
    [EachEngine]
    public async Task Cancel_WhileTheRowIsWritten_LeavesNothingOfIt(Engine engine)
    {
        CancelDuringCommit? store = null;
        await using var harness = await LedgerHarness.StartAsync(engine, inner => store = new CancelDuringCommit(inner));
        var budget = await harness.AddBudgetAsync(1_000);
        using var leaving = new CancellationTokenSource();
        store!.Cancel = leaving;
        var request = harness.Request(0, 500, budget);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => harness.Ledger.ReserveAsync(request, null, leaving.Token));

        await harness.FlushAsync();
        Assert.Equal((0, 0), await harness.WindowAsync(budget));
        Assert.Empty(await harness.EntriesAsync(request.Attempt));
    }

    [Theory]
    [EachEngine]
    public async Task Cancel_BeforeItIsLookedAt_WritesNothing(Engine engine)
    {
        PausingStore? store = null;
        await using var harness = await LedgerHarness.StartAsync(engine, inner => store = new PausingStore(inner));
        var budget = await harness.AddBudgetAsync(1_000);
        using var leaving = new CancellationTokenSource();
        var before = await store!.HoldAsync(harness);
        var request = harness.Request(0, 500, budget);
        var reserve = harness.Ledger.ReserveAsync(request, null, leaving.Token);
        await leaving.CancelAsync();
        store.GoOn();

        await before;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reserve);
        await using var context = harness.NewContext();
        Assert.DoesNotContain(context.Reservations, reservation => reservation.Id == request.Attempt.Value);
    }
}
