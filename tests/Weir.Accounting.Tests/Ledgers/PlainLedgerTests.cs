using System.Globalization;
using Weir.TestKit.Ledgers;

namespace Weir.Accounting.Tests.Ledgers;

public sealed class PlainLedgerTests
{
    private static readonly DateTimeOffset Noon = DateTimeOffset.Parse("2026-11-24T12:00Z", CultureInfo.InvariantCulture);

    /// <summary>The oracle agrees with the product's decision at every admission and never breaks what it is there to judge.</summary>
    [Fact]
    public void Ledger_RandomSchedules_DecidesAsTheProductAndKeepsEveryInvariant()
    {
        var taken = new Dictionary<string, int>();
        for (var seed = 1; seed <= 150; seed++)
        {
            var schedule = new Schedule(seed);
            for (var step = 0; step < 120; step++)
            {
                schedule.Step();
            }

            foreach (var (name, count) in schedule.Taken)
            {
                taken[name] = taken.GetValueOrDefault(name) + count;
            }
        }

        string[] steps =
        [
            "Granted", "Wait", "RefusedFinal", "RefusedPassing", "shrink", "post", "void", "settle again", "reap", "settle late", "correct", "change a cap",
        ];
        Assert.All(steps, step => Assert.True(taken.GetValueOrDefault(step) * 100 >= taken.Values.Sum(), $"{step} is less than a hundredth of {taken.Values.Sum()} steps: {taken.GetValueOrDefault(step)}"));
    }

    [Fact]
    public void Reserve_TenthsOfABudget_TenAreGrantedAndTheRestWait()
    {
        var (ledger, budget) = New(cap: 1_000);

        var answers = Enumerable.Range(0, 256).Select(_ => ledger.Reserve(Request(budget, input: 40, asked: 60), Noon, lastChance: false).Verdict).ToArray();

        Assert.Equal(10, answers.Count(answer => answer == ReserveVerdict.Granted));
        Assert.Equal(246, answers.Count(answer => answer == ReserveVerdict.Wait));
    }

    [Fact]
    public void Settle_AfterTheWindowTurned_BelongsToTheOneThatAdmittedIt()
    {
        var (ledger, budget) = New(cap: 100, WindowKind.Day);
        var request = Request(budget, input: 40, asked: 60);
        ledger.Reserve(request, Noon, lastChance: true);

        ledger.Settle(Used(request, 90));

        Assert.Equal(90, ledger.Posted(budget.WindowAt(Noon)));
        Assert.Equal(0, ledger.Posted(budget.WindowAt(Noon.AddDays(1))));
        Assert.Equal(ReserveVerdict.Granted, ledger.Reserve(Request(budget, input: 40, asked: 60), Noon.AddDays(1), lastChance: true).Verdict);
        Assert.Equal(ReserveVerdict.RefusedFinal, ledger.Reserve(Request(budget, input: 40, asked: 60), Noon, lastChance: true).Verdict);
    }

    [Fact]
    public void Settle_AfterProvisional_CorrectsOnceAndThenNoMore()
    {
        var (ledger, budget) = New(cap: 100);
        var request = Request(budget, input: 40, asked: 60);
        ledger.Reserve(request, Noon, lastChance: true);

        Assert.Equal(1, ledger.Reap("one", _ => Used(request, 100)));
        Assert.True(ledger.Settle(Used(request, 130)));
        Assert.False(ledger.Settle(Used(request, 5)));

        Assert.Equal([100, 30], ledger.Entries.Select(entry => (int)entry.Amounts.Input));
        Assert.Equal([0, 30], ledger.Entries.Select(entry => (int)entry.Overrun));
        Assert.Equal([LedgerEntryKind.Posted, LedgerEntryKind.Correction], ledger.Entries.Select(entry => entry.Kind));
        Assert.Equal(130, ledger.Posted(budget.WindowAt(Noon)));
    }

    [Fact]
    public void Settle_LateAndVoided_TakesTheRequestBack()
    {
        var (ledger, budget) = New(cap: 5, unit: BudgetUnit.Requests);
        var request = Request(budget, input: 40, asked: 60);
        ledger.Reserve(request, Noon, lastChance: true);
        ledger.Reap("one", _ => Used(request, 100));

        ledger.Settle(new() { Attempt = request.Attempt, IsPosted = false });

        Assert.Equal(0, ledger.Posted(budget.WindowAt(Noon)));
    }

    [Fact]
    public void Settle_NothingSent_LeavesNothing()
    {
        var (ledger, budget) = New(cap: 100);
        var request = Request(budget, input: 40, asked: 60);
        ledger.Reserve(request, Noon, lastChance: true);

        ledger.Settle(new() { Attempt = request.Attempt, IsPosted = false, WasSent = false });

        Assert.Empty(ledger.Entries);
        Assert.Equal((0, 0), ((int)ledger.Posted(budget.WindowAt(Noon)), (int)ledger.Pending(budget.WindowAt(Noon))));
    }

    [Fact]
    public void Settle_NeverReserved_Throws() =>
        Assert.Throws<InvalidOperationException>(() => new PlainLedger().Settle(new() { Attempt = AttemptId.New() }));

    [Fact]
    public void Shrink_KnownInput_FreesRoomAndNeverTakesMore()
    {
        var (ledger, budget) = New(cap: 100);
        var request = Request(budget, input: 40, asked: 60);
        ledger.Reserve(request, Noon, lastChance: true);

        ledger.Shrink(request.Attempt, PlainDemand.OfTokens(10));
        Assert.Equal(70, ledger.Pending(budget.WindowAt(Noon)));

        ledger.Shrink(request.Attempt, PlainDemand.OfTokens(30));
        Assert.Equal(70, ledger.Pending(budget.WindowAt(Noon)));
    }

    [Fact]
    public void Remove_Budget_TakesItsWindowsAlong()
    {
        var (ledger, budget) = New(cap: 100);
        var request = Request(budget, input: 40, asked: 60);
        ledger.Reserve(request, Noon, lastChance: true);

        ledger.Remove(budget.Id);
        ledger.Settle(Used(request, 7));

        Assert.Empty(ledger.Snapshot().Windows);
        Assert.Single(ledger.Entries);
    }

    /// <summary>The oracle tells windows apart by the calendar on the wall, the product by instants: both must turn at the same moment.</summary>
    [Theory]
    [InlineData(WindowKind.Day)]
    [InlineData(WindowKind.Month)]
    public void WindowAt_EveryHourOfAYear_TurnsWhenTheProductsWindowsDo(WindowKind kind)
    {
        foreach (var zone in (string[])["UTC", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kathmandu"])
        {
            var budget = new PlainBudget { Kind = kind, Zone = TimeZones.Find(zone) };
            for (var instant = Noon; instant < Noon.AddYears(1); instant = instant.AddMinutes(45))
            {
                var next = instant.AddMinutes(45);
                var turns = WindowSpan.Of(kind, budget.Zone, instant) != WindowSpan.Of(kind, budget.Zone, next);
                Assert.Equal(turns, budget.WindowAt(instant) != budget.WindowAt(next));
            }
        }
    }

    private static (PlainLedger Ledger, PlainBudget Budget) New(long? cap, WindowKind kind = WindowKind.Total, BudgetUnit unit = BudgetUnit.Tokens)
    {
        var (ledger, budget) = (new PlainLedger(), new PlainBudget { Cap = cap, Kind = kind, Unit = unit });
        ledger.Add(budget);
        return (ledger, budget);
    }

    private static PlainRequest Request(PlainBudget budget, long input, long asked) =>
        new(AttemptId.New(), "one", [budget.Id], PlainDemand.OfTokens(input), asked, asked);

    private static PlainSettlement Used(PlainRequest request, long input) => new() { Attempt = request.Attempt, Usage = new(input, 0, 0, 0, 0) };
}
