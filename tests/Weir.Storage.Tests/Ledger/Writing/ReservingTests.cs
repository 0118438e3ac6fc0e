using Weir.Accounting;
using Weir.Proxy.Metering;
using Weir.Storage.Ledger;
using Weir.Storage.Tests.Engines;

namespace Weir.Storage.Tests.Ledger.Writing;

public sealed class ReservingTests
{
    [Theory]
    [EachEngine]
    public async Task Reserve_WithinTheCap_IsPendingBeforeTheAnswer(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(1_000);

        var granted = await harness.GrantAsync(harness.Request(100, 200, budget));

        Assert.Equal(new ReserveResult.Granted(200, IsCapped: true), granted);
        Assert.Equal((0, 300), await harness.WindowAsync(budget));
    }

    [Theory]
    [EachEngine]
    public async Task Reserve_WithoutCap_CountsAndIsNotCapped(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(null);

        var granted = await harness.GrantAsync(harness.Request(100, 200, budget));

        Assert.False(granted.IsCapped);
        Assert.Equal((0, 300), await harness.WindowAsync(budget));
    }

    [Theory]
    [EachEngine]
    public async Task Reserve_RoomBelowAsked_IsLoweredToTheRoom(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(1_000);

        var granted = await harness.GrantAsync(harness.Request(100, 5_000, budget) with { Floor = 10 });

        Assert.Equal(900, granted.Output);
    }

    [Theory]
    [EachEngine]
    public async Task Reserve_ShortOfPosted_IsRefusedForGood(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(1_000);
        var first = harness.Request(100, 800, budget);
        await harness.GrantAsync(first);
        await harness.Ledger.SettleAsync(harness.Posted(first.Attempt, 100, 800));

        var refused = await harness.ReserveAsync(harness.Request(100, 50, budget));

        Assert.Equal(LedgerHarness.Refused(budget, 1_000, 900, 0, 150, isFinal: true), refused);
    }

    [Theory]
    [EachEngine]
    public async Task Reserve_ShortOfPendingWithoutPatience_IsRefusedForNow(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(1_000);
        await harness.GrantAsync(harness.Request(100, 800, budget));

        var refused = await harness.ReserveAsync(harness.Request(100, 50, budget) with { Patience = TimeSpan.Zero });

        Assert.Equal(LedgerHarness.Refused(budget, 1_000, 0, 900, 150, isFinal: false), refused);
    }

    [Theory]
    [EachEngine]
    public async Task Reserve_TwoBudgets_TheTighterDecides(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var wide = await harness.AddBudgetAsync(1_000_000);
        var tight = await harness.AddBudgetAsync(100);

        Assert.True(Assert.IsType<ReserveResult.Refused>(await harness.ReserveAsync(harness.Request(100, 1, wide, tight))).IsFinal);
        Assert.Equal((0, 0), await harness.WindowAsync(wide));
    }

    [Theory]
    [EachEngine]
    public async Task Reserve_CapRaisedMeanwhile_SeesItAtOnce(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(100);
        Assert.IsType<ReserveResult.Refused>(await harness.ReserveAsync(harness.Request(100, 100, budget)));

        await harness.SetCapAsync(budget, 200);

        await harness.GrantAsync(harness.Request(100, 100, budget));
    }

    [Theory]
    [EachEngine]
    public async Task Reserve_BudgetThatWasDeleted_GoesByTheOthers(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(100);

        Assert.IsType<ReserveResult.Granted>(await harness.ReserveAsync(harness.Request(40, 10, BudgetId.New(), budget)));
        Assert.IsType<ReserveResult.Refused>(await harness.ReserveAsync(harness.Request(100, 10, BudgetId.New(), budget)));
    }

    [Theory]
    [EachEngine]
    public async Task Reserve_MoreBudgetsThanThereCanBe_FaultsAloneAndTheRestGoesOn(Engine engine)
    {
        PausingStore? store = null;
        await using var harness = await LedgerHarness.StartAsync(engine, inner => store = new PausingStore(inner));
        var budget = await harness.AddBudgetAsync(100);
        var before = await store!.HoldAsync(harness);
        // Both wait for the same commit.
        var wrong = harness.ReserveAsync(harness.Request(1, 1, [.. Enumerable.Range(0, Budget.MostPerAttempt + 1).Select(_ => BudgetId.New())]));
        var right = harness.ReserveAsync(harness.Request(1, 1, budget));
        store.GoOn();

        await before;
        await Assert.ThrowsAnyAsync<Exception>(() => wrong);
        Assert.IsType<ReserveResult.Granted>(await right);
    }

    [Theory]
    [EachEngine]
    public async Task Reserve_SameAttemptTwice_TheSecondFaultsAndNothingIsSetAsideForIt(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(1_000);
        var request = harness.Request(10, 10, budget);
        await harness.GrantAsync(request);

        await Assert.ThrowsAnyAsync<Exception>(() => harness.ReserveAsync(request));

        Assert.Equal((0, 20), await harness.WindowAsync(budget));
    }

    [Theory]
    [EachEngine]
    public async Task Shrink_FreesTheDifference(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(1_000);
        var request = harness.Request(500, 100, budget);
        await harness.GrantAsync(request);

        harness.Ledger.ShrinkInput(request.Attempt, 40, 0);
        await harness.FlushAsync();

        Assert.Equal((0, 140), await harness.WindowAsync(budget));
    }

    [Theory]
    [EachEngine]
    public async Task Shrink_ToMoreThanWasReserved_ChangesNothing(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(1_000);
        var request = harness.Request(500, 100, budget);
        await harness.GrantAsync(request);

        harness.Ledger.ShrinkInput(request.Attempt, 501, 0);
        await harness.FlushAsync();

        Assert.Equal((0, 600), await harness.WindowAsync(budget));
    }
}
