using Weir.Accounting;
using Weir.Proxy.Metering;
using Weir.Storage.Tests.Engines;

namespace Weir.Storage.Tests.Ledger.Writing;

/// <summary>Where a cap holds a whole number of attempts, just so many are granted, however many ask at once, in one process or in several.</summary>
public sealed class ExactCapTests
{
    private const int Callers = 256;

    private const int Processes = 3;

    [Theory]
    [EachEngine(BudgetUnit.Tokens, 10_000, 10)]
    [EachEngine(BudgetUnit.Requests, 10, 10)]
    [EachEngine(BudgetUnit.Requests, 100, 100)]
    public async Task Cap_ManyCallersAtOnce_GrantsAsManyAsItHolds(Engine engine, BudgetUnit unit, long cap, int mayPass)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(cap, unit: unit);

        Assert.Equal(mayPass, await CallAsync(harness, budget, Callers));

        Assert.Equal((cap, 0), await harness.WindowAsync(budget));
        Assert.True((await harness.VerifyAsync()).IsClean);
    }

    [Theory]
    [InlineData(BudgetUnit.Tokens, 10_000, 10)]
    [InlineData(BudgetUnit.Requests, 10, 10)]
    [InlineData(BudgetUnit.Requests, 100, 100)]
    public async Task Cap_SharedByThreeProcesses_GrantsAsManyAsItHolds(BudgetUnit unit, long cap, int mayPass)
    {
        var database = await PostgresCopy.MakeMigratedAsync();
        await using var harness = await LedgerHarness.StartAsync(database);
        var budget = await harness.AddBudgetAsync(cap, unit: unit);
        await using var callers = new CallerProcesses(Processes, database.Url, budget, Callers);

        var granted = await callers.CallAsync(TestContext.Current.CancellationToken);

        Assert.Equal(mayPass, granted.Sum());
        Assert.Equal((cap, 0), await harness.WindowAsync(budget));
        Assert.True((await harness.VerifyAsync()).IsClean);
    }

    /// <summary>What a process of <see cref="CallerProcesses"/> runs.</summary>
    [Fact(Explicit = true)]
    public async Task Caller_InAProcessOfItsOwn_AsksAndTellsWhatItGot()
    {
        var orders = CallerOrders.OfThisProcess();
        await using var harness = await LedgerHarness.StartAsync(new ForeignDatabase(orders.DatabaseUrl));

        await orders.WaitForStartAsync(TestContext.Current.CancellationToken);

        var granted = await CallAsync(harness, orders.Budget, orders.Callers);
        Assert.False(harness.State.IsInTrouble);
        await orders.TellAsync(granted, TestContext.Current.CancellationToken);
    }

    /// <summary>All ask at once for 1,000 tokens, and whoever is granted them uses them all.</summary>
    /// <returns>How many were granted.</returns>
    private static async Task<int> CallAsync(LedgerHarness harness, BudgetId budget, int callers)
    {
        var granted = await Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            // On threads of the pool, all at once.
            await Task.Yield();
            var request = harness.Request(500, 500, budget) with { Patience = TimeSpan.Zero };
            if (await harness.ReserveAsync(request) is not ReserveResult.Granted)
            {
                return false;
            }

            await harness.Ledger.SettleAsync(harness.Posted(request.Attempt, 500, 500));
            return true;
        }));
        return granted.Count(isGranted => isGranted);
    }
}
