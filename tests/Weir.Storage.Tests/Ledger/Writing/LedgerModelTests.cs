using Weir.Accounting;
using Weir.Proxy.Metering;

namespace Weir.Storage.Tests.Ledger.Writing;

/// <summary>Random sequences of what callers and processes do, held against sums that a child could keep.</summary>
public sealed class LedgerModelTests
{
    private const long Cap = 20_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Ledger_RandomSequence_HoldsWhatTheModelHolds(int seed)
    {
        var random = new Random(seed);
        var model = new Model();
        var harness = await LedgerHarness.StartAsync();
        try
        {
            var budgets = new[] { await harness.AddBudgetAsync(Cap), await harness.AddBudgetAsync(Cap / 2), await harness.AddBudgetAsync(null) };
            for (var step = 0; step < 150; step++)
            {
                switch (random.Next(20))
                {
                    case < 9:
                        await ReserveAsync(harness, model, random, budgets);
                        break;
                    case < 12 when model.Open.Count > 0:
                        await ShrinkAsync(harness, model, random);
                        break;
                    case < 19 when model.Open.Count > 0:
                        await SettleAsync(harness, model, random);
                        break;
                    case 19 when random.Next(3) == 0:
                        var next = await harness.CrashAndRestartAsync(TimeSpan.FromMinutes(1));
                        await harness.DisposeAsync();
                        harness = next;
                        model.Crash();
                        break;
                }

                await model.CompareAsync(harness, budgets);
            }

            Assert.Empty((await harness.VerifyAsync()).Faults);
        }
        finally
        {
            await harness.DisposeAsync();
        }
    }

    private static async Task ReserveAsync(LedgerHarness harness, Model model, Random random, BudgetId[] budgets)
    {
        var mine = budgets.Where(_ => random.Next(2) == 0).ToArray();
        var asked = random.Next(1, 200);
        var request = harness.Request(random.Next(1_000), asked, mine) with { Floor = random.Next(1, asked + 1), Patience = TimeSpan.Zero };
        var fits = mine.All(budget => Model.CapOf(budgets, budget) - model.Posted(budget) - model.Pending(budget) is var room
            && (room is null || room >= request.Demand.Input + request.Floor));

        var result = await harness.ReserveAsync(request);

        Assert.Equal(fits, result is ReserveResult.Granted);
        if (result is ReserveResult.Granted granted)
        {
            model.Open.Add(new(request, mine, request.Demand.Input, granted.Output));
        }
    }

    private static async Task ShrinkAsync(LedgerHarness harness, Model model, Random random)
    {
        var index = random.Next(model.Open.Count);
        var open = model.Open[index];
        var input = random.NextInt64(open.Input + 10);
        harness.Ledger.ShrinkInput(open.Request.Attempt, input, 0);
        await harness.FlushAsync();
        model.Open[index] = open with { Input = Math.Min(input, open.Input) };
    }

    private static async Task SettleAsync(LedgerHarness harness, Model model, Random random)
    {
        var open = model.Open[random.Next(model.Open.Count)];
        model.Open.Remove(open);
        if (random.Next(4) == 0)
        {
            await harness.Ledger.SettleAsync(harness.Voided(open.Request.Attempt));
            return;
        }

        var settlement = harness.Posted(open.Request.Attempt, random.NextInt64(open.Input + 1), random.NextInt64(open.Output + 1));
        model.Ended.Add((open.Budgets, settlement.Usage.Total));
        await harness.Ledger.SettleAsync(settlement);
        await harness.Ledger.SettleAsync(settlement);
    }

    private sealed record OpenAttempt(ReserveRequest Request, BudgetId[] Budgets, long Input, long Output);

    private sealed class Model
    {
        public List<OpenAttempt> Open { get; } = [];

        public List<(BudgetId[] Budgets, long Total)> Ended { get; } = [];

        public long Posted(BudgetId budget) => Ended.Where(ended => ended.Budgets.Contains(budget)).Sum(ended => ended.Total);

        public long Pending(BudgetId budget) => Open.Where(open => open.Budgets.Contains(budget)).Sum(open => open.Input + open.Output);

        public static long? CapOf(BudgetId[] budgets, BudgetId budget) => Array.IndexOf(budgets, budget) switch
        {
            0 => LedgerModelTests.Cap,
            1 => LedgerModelTests.Cap / 2,
            _ => null,
        };

        /// <summary>Nobody asked for more output than a second's worth, so all of it could have been made.</summary>
        public void Crash()
        {
            Ended.AddRange(Open.Select(open => (open.Budgets, open.Input + open.Output)));
            Open.Clear();
        }

        public async Task CompareAsync(LedgerHarness harness, BudgetId[] budgets)
        {
            await using var context = harness.NewContext();
            var windows = context.BudgetWindows.ToDictionary(window => window.BudgetId, window => (window.Posted, window.Pending));
            foreach (var budget in budgets)
            {
                Assert.Equal((Posted(budget), Pending(budget)), windows.GetValueOrDefault(budget.Value));
            }
        }
    }
}
