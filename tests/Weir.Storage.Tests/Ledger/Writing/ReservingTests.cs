using Weir.Accounting;
using Weir.Proxy.Metering;

namespace Weir.Storage.Tests.Ledger.Writing;

public sealed class ReservingTests
{
    [Fact]
    public async Task Reserve_WithinTheCap_IsPendingBeforeTheAnswer()
    {
        await using var harness = await LedgerHarness.StartAsync();
        var budget = await harness.AddBudgetAsync(1_000);

        var granted = await harness.GrantAsync(harness.Request(100, 200, budget));

        Assert.Equal(new ReserveResult.Granted(200, IsCapped: true), granted);
        Assert.Equal((0, 300), await harness.WindowAsync(budget));
    }

    [Fact]
    public async Task Reserve_WithoutCap_CountsAndIsNotCapped()
    {
        await using var harness = await LedgerHarness.StartAsync();
        var budget = await harness.AddBudgetAsync(null);

        var granted = await harness.GrantAsync(harness.Request(100, 200, budget));

        Assert.False(granted.IsCapped);
        Assert.Equal((0, 300), await harness.WindowAsync(budget));
    }

    [Fact]
    public async Task Reserve_RoomBelowAsked_IsLoweredToTheRoom()
    {
        await using var harness = await LedgerHarness.StartAsync();
        var budget = await harness.AddBudgetAsync(1_000);

        var granted = await harness.GrantAsync(harness.Request(100, 5_000, budget) with { Floor = 10 });

        Assert.Equal(900, granted.Output);
    }

    [Fact]
    public async Task Reserve_ShortOfPosted_IsRefusedForGood()
    {
        await using var harness = await LedgerHarness.StartAsync();
        var budget = await harness.AddBudgetAsync(1_000);
        var first = harness.Request(100, 800, budget);
        await harness.GrantAsync(first);
        await harness.Ledger.SettleAsync(harness.Posted(first.Attempt, 100, 800));

        var refused = await harness.ReserveAsync(harness.Request(100, 50, budget));

        Assert.Equal(LedgerHarness.Refused(1_000, 900, 0, 150, isFinal: true), refused);
    }

    [Fact]
    public async Task Reserve_ShortOfPendingWithoutPatience_IsRefusedForNow()
    {
        await using var harness = await LedgerHarness.StartAsync();
        var budget = await harness.AddBudgetAsync(1_000);
        await harness.GrantAsync(harness.Request(100, 800, budget));

        var refused = await harness.ReserveAsync(harness.Request(100, 50, budget) with { Patience = TimeSpan.Zero });

        Assert.Equal(LedgerHarness.Refused(1_000, 0, 900, 150, isFinal: false), refused);
    }

    [Fact]
    public async Task Reserve_TwoBudgets_TheTighterDecides()
    {
        await using var harness = await LedgerHarness.StartAsync();
        var wide = await harness.AddBudgetAsync(1_000_000);
        var tight = await harness.AddBudgetAsync(100);

        Assert.True(Assert.IsType<ReserveResult.Refused>(await harness.ReserveAsync(harness.Request(100, 1, wide, tight))).IsFinal);
        Assert.Equal((0, 0), await harness.WindowAsync(wide));
    }

    [Fact]
    public async Task Reserve_CapRaisedMeanwhile_SeesItAtOnce()
    {
        await using var harness = await LedgerHarness.StartAsync();
        var budget = await harness.AddBudgetAsync(100);
        Assert.IsType<ReserveResult.Refused>(await harness.ReserveAsync(harness.Request(100, 100, budget)));

        await harness.SetCapAsync(budget, 200);

        await harness.GrantAsync(harness.Request(100, 100, budget));
    }

    [Fact]
    public async Task Reserve_UnknownBudget_FaultsAloneAndTheRestGoesOn()
    {
        await using var harness = await LedgerHarness.StartAsync();
        var budget = await harness.AddBudgetAsync(100);
        Task<ReserveResult> wrong, right;
        using (harness.Gate.Enter())
        {
            // Both wait for the same commit.
            wrong = harness.ReserveAsync(harness.Request(1, 1, BudgetId.New()));
            right = harness.ReserveAsync(harness.Request(1, 1, budget));
        }

        await Assert.ThrowsAnyAsync<Exception>(() => wrong);
        Assert.IsType<ReserveResult.Granted>(await right);
    }

    [Fact]
    public async Task Reserve_SameAttemptTwice_TheSecondFaultsAndNothingIsSetAsideForIt()
    {
        await using var harness = await LedgerHarness.StartAsync();
        var budget = await harness.AddBudgetAsync(1_000);
        var request = harness.Request(10, 10, budget);
        await harness.GrantAsync(request);

        await Assert.ThrowsAnyAsync<Exception>(() => harness.ReserveAsync(request));

        Assert.Equal((0, 20), await harness.WindowAsync(budget));
    }

    [Fact]
    public async Task Shrink_FreesTheDifference()
    {
        await using var harness = await LedgerHarness.StartAsync();
        var budget = await harness.AddBudgetAsync(1_000);
        var request = harness.Request(500, 100, budget);
        await harness.GrantAsync(request);

        harness.Ledger.ShrinkInput(request.Attempt, 40, 0);
        await harness.FlushAsync();

        Assert.Equal((0, 140), await harness.WindowAsync(budget));
    }

    [Fact]
    public async Task Shrink_ToMoreThanWasReserved_ChangesNothing()
    {
        await using var harness = await LedgerHarness.StartAsync();
        var budget = await harness.AddBudgetAsync(1_000);
        var request = harness.Request(500, 100, budget);
        await harness.GrantAsync(request);

        harness.Ledger.ShrinkInput(request.Attempt, 501, 0);
        await harness.FlushAsync();

        Assert.Equal((0, 600), await harness.WindowAsync(budget));
    }
}
