using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Proxy.Metering;
using Weir.Storage.Ledger.Corrections;
using Weir.Storage.Tests.Engines;
using Weir.Storage.Tests.Ledger.Writing;

namespace Weir.Storage.Tests.Ledger.Corrections;

public sealed class CorrectionTests
{
    private static readonly UserId Administrator = UserId.New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [EachEngine]
    public async Task Correct_Counts_ShiftsWindowsAndSumsByAnEntryThatSaysWhy(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var tokens = await harness.AddBudgetAsync(1_000);
        var requests = await harness.AddBudgetAsync(10, unit: BudgetUnit.Requests);
        var attempt = await UseAsync(harness, 100, 50, tokens, requests);
        harness.Time.Advance(TimeSpan.FromMinutes(20));

        var done = await CorrectAsync(harness, attempt, new() { Input = 40, CacheRead = 7, Output = 60, Requests = 0 });

        Assert.Equal((new Usage(40, 7, 0, 0, 60), 0L), (done.Usage, done.Requests));
        Assert.Equal((107, 0), await harness.WindowAsync(tokens));
        Assert.Equal((0, 0), await harness.WindowAsync(requests));
        var entry = (await harness.EntriesAsync(attempt))[1];
        Assert.Equal((done.Entry, LedgerEntryKind.Correction, -60L, 7L, 10L, -1L), (entry.Id, entry.Kind, entry.Input, entry.CacheRead, entry.Output, entry.Requests));
        await using var context = harness.NewContext();
        var note = await context.Corrections.SingleAsync(Cancellation);
        Assert.Equal((entry.Id, attempt.Value, Administrator.Value, "counted twice"), (note.EntryId, note.AttemptId, note.MadeBy, note.Reason));
        Assert.Equal(harness.Time.GetUtcNow(), note.MadeAt);
        // In the quarter of then: no other has any.
        Assert.Equal([(40L, 60L), (40L, 60L)], (await context.UsageSums.ToListAsync(Cancellation)).Select(sum => (sum.Input, sum.Output)));
        Assert.True((await harness.VerifyAsync()).IsClean);
    }

    [Theory]
    [EachEngine]
    public async Task Correct_SameFiguresAgain_CorrectsOnce(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(1_000);
        var attempt = await UseAsync(harness, 100, 50, budget);

        var both = await Task.WhenAll(CorrectAsync(harness, attempt, new() { Output = 10 }), CorrectAsync(harness, attempt, new() { Output = 10 }));
        var third = await CorrectAsync(harness, attempt, new() { Output = 10 });

        Assert.Single(both, done => done.Entry is not null);
        Assert.Null(third.Entry);
        Assert.Equal((110, 0), await harness.WindowAsync(budget));
        Assert.Equal(2, (await harness.EntriesAsync(attempt)).Length);
    }

    [Fact]
    public async Task Correct_BySeveralReplicasAtOnce_EndsAtOneOfTheFigures()
    {
        await using var one = await LedgerHarness.StartAsync(Engine.Postgres);
        await using var two = await one.StartBesideAsync();
        var budget = await one.AddBudgetAsync(100_000);
        var attempt = await UseAsync(one, 100, 500, budget);

        await Task.WhenAll(Enumerable.Range(1, 40).Select(i => CorrectAsync(i % 2 == 0 ? one : two, attempt, new() { Output = i })));

        var (posted, _) = await one.WindowAsync(budget);
        Assert.InRange(posted, 101, 140);
        Assert.Equal(posted, (await one.EntriesAsync(attempt)).Sum(entry => entry.Weight.Tokens));
        Assert.True((await one.VerifyAsync()).IsClean);
    }

    [Theory]
    [EachEngine]
    public async Task Correct_WindowThatHasEnded_ShiftsThatOneAlone(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(1_000, window: WindowKind.Day);
        var earlier = harness.Request(100, 50, budget) with { AdmittedAt = harness.Time.GetUtcNow().AddDays(-3) };
        await harness.GrantAsync(earlier);
        await harness.Ledger.SettleAsync(harness.Posted(earlier.Attempt, 100, 50));
        await UseAsync(harness, 1, 1, budget);

        await CorrectAsync(harness, earlier.Attempt, new() { Input = 0, Output = 0 });

        Assert.Equal([(0L, 0L), (2L, 0L)], await harness.WindowsAsync(budget));
        Assert.True((await harness.VerifyAsync()).IsClean);
    }

    [Theory]
    [EachEngine]
    public async Task Correct_BudgetDeletedSince_KeepsTheOthersRight(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var (kept, deleted) = (await harness.AddBudgetAsync(1_000), await harness.AddBudgetAsync(1_000));
        var attempt = await UseAsync(harness, 100, 50, kept, deleted);
        await using (var context = harness.NewContext())
        {
            context.Budgets.Remove(await context.Budgets.SingleAsync(row => row.Id == deleted.Value, Cancellation));
            await context.SaveChangesAsync(Cancellation);
        }

        await CorrectAsync(harness, attempt, new() { Output = 20 });

        Assert.Equal((120, 0), await harness.WindowAsync(kept));
        Assert.True((await harness.VerifyAsync()).IsClean);
    }

    [Theory]
    [EachEngine]
    public async Task Correct_WithoutMoney_LetsItFollowTheAttemptsOwnPrice(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(1_000_000, unit: BudgetUnit.NanoDollars);
        var price = new Price { Id = PriceId.New(), Name = "p", Models = ["*"], Rates = new(2_000_000, 0, 0, 0, 10_000_000) };
        var (exact, withFee) = (await UseAsync(harness, 100, 50, 700, budget), await UseAsync(harness, 100, 50, 5_700, budget));

        var counts = new CorrectedCounts { Output = 20 };
        var first = await CorrectAsync(harness, exact, counts, price);
        var second = await CorrectAsync(harness, withFee, counts, price);
        var said = await CorrectAsync(harness, withFee, new() { NanoDollars = 9 }, price);

        Assert.Equal((400, 5_400, 9), (first.NanoDollars, second.NanoDollars, said.NanoDollars));
        Assert.Equal((409, 0), await harness.WindowAsync(budget));
        Assert.False((await harness.EntriesAsync(exact))[1].IsPriceUncertain);
        Assert.True((await harness.EntriesAsync(withFee))[1].IsPriceUncertain);
        Assert.True((await harness.VerifyAsync()).IsClean);
    }

    [Theory]
    [EachEngine]
    public async Task Correct_VoidedAttempt_CountsWhatItUsedAfterAll(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(1_000);
        var request = harness.Request(100, 50, budget);
        await harness.GrantAsync(request);
        await harness.Ledger.SettleAsync(harness.Voided(request.Attempt));

        await CorrectAsync(harness, request.Attempt, new() { Input = 30, Output = 5, Requests = 1 });

        Assert.Equal((35, 0), await harness.WindowAsync(budget));
        Assert.True((await harness.VerifyAsync()).IsClean);
    }

    [Theory]
    [EachEngine]
    public async Task Correct_AttemptWithoutEntries_IsUnknown(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(1_000);
        var open = harness.Request(100, 50, budget);
        await harness.GrantAsync(open);

        Assert.IsType<CorrectionResult.Unknown>(await harness.Corrections.CorrectAsync(Request(open.Attempt, new() { Output = 1 }), Cancellation));
        Assert.IsType<CorrectionResult.Unknown>(await harness.Corrections.CorrectAsync(Request(AttemptId.New(), new() { Output = 1 }), Cancellation));
        Assert.Equal((0, 150), await harness.WindowAsync(budget));
    }

    [Theory]
    [EachEngine]
    public async Task CorrectAlone_WhileAnotherProcessKeepsTheLedger_IsSeenThere(Engine engine)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(150);
        var attempt = await UseAsync(harness, 100, 50, budget);
        var open = harness.Request(0, 0, budget);
        await harness.GrantAsync(open);

        await using (var command = harness.Command())
        {
            await command.Corrections.CorrectAloneAsync(Request(attempt, new() { Output = 0 }));
        }

        // It has room again, which nobody told the process that keeps the ledger.
        await harness.GrantAsync(harness.Request(25, 25, budget) with { Patience = TimeSpan.Zero });
        Assert.IsType<ReserveResult.Refused>(await harness.ReserveAsync(harness.Request(1, 0, budget) with { Patience = TimeSpan.Zero }));
        Assert.Equal((100, 50), await harness.WindowAsync(budget));
        Assert.True((await harness.VerifyAsync()).IsClean);
    }

    private static Task<AttemptId> UseAsync(LedgerHarness harness, long input, long output, params BudgetId[] budgets) => UseAsync(harness, input, output, 0, budgets);

    private static async Task<AttemptId> UseAsync(LedgerHarness harness, long input, long output, long nanoDollars, params BudgetId[] budgets)
    {
        var request = harness.Request(input, output, budgets);
        await harness.GrantAsync(request);
        await harness.Ledger.SettleAsync(harness.Posted(request.Attempt, input, output) with { NanoDollars = nanoDollars });
        return request.Attempt;
    }

    private static async Task<CorrectionResult.Done> CorrectAsync(LedgerHarness harness, AttemptId attempt, CorrectedCounts counts, Price? price = null) =>
        Assert.IsType<CorrectionResult.Done>(await harness.Corrections.CorrectAsync(Request(attempt, counts) with { Price = price }, Cancellation));

    private static CorrectionRequest Request(AttemptId attempt, CorrectedCounts counts) =>
        new() { Attempt = attempt, Reason = "counted twice", MadeBy = Administrator, Counts = counts };
}
