using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Weir.Accounting;
using Weir.Proxy.Admission.Rates;
using Weir.Proxy.Refusals;
using Weir.Storage.Refusals;
using Weir.Storage.Tests.Accounts;
using Weir.Storage.Tests.Engines;
using Weir.TestKit;
using Xunit;

namespace Weir.Storage.Tests.Refusals;

public sealed class RefusalBookTests
{
    private static readonly UserId Mia = UserId.New();

    private static readonly UserId Ben = UserId.New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [EachEngine]
    public async Task Refusals_OfABudgetAndARate_KeepTheirFigures(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        var (budget, at) = (BudgetId.New(), accounts.Time.GetUtcNow());
        accounts.Refusals.Note(Refused(accounts, Mia, new(429, RefusalReason.ClientBudgetExceeded, "Token limit exceeded")
        {
            Figures = new(9, 2, 5, 10) { Budget = budget, Subject = SubjectKind.Group, Unit = BudgetUnit.NanoDollars, ResetsAt = at.AddDays(1) },
        }));
        accounts.Refusals.Note(Refused(accounts, Mia, new(429, RefusalReason.ClientTooFast, "Too fast.") { Rate = new(RateUnit.RequestsPerMinute, SubjectKind.ApiKey, 7, 6, null) }));

        await accounts.Refusals.WriteAsync(Cancellation);

        await using var db = accounts.NewContext();
        var kept = await db.Refusals.OrderBy(refusal => refusal.Id).ToListAsync(Cancellation);
        Assert.Equal([RefusalReason.ClientBudgetExceeded, RefusalReason.ClientTooFast], kept.Select(refusal => refusal.Reason));
        Assert.Equal((budget.Value, "group", "nano_dollars", 10, 9, 2, 5), (kept[0].BudgetId, kept[0].Subject, kept[0].Unit, kept[0].Cap, kept[0].Used, kept[0].Reserved, kept[0].Needed));
        Assert.Equal((at, at.AddDays(1), "claude", "Token limit exceeded"), (kept[0].At, kept[0].ResetsAt, kept[0].Model, kept[0].Message));
        Assert.Equal((null, "api_key", "requests_per_minute", 6, 7, null), (kept[1].BudgetId, kept[1].Subject, kept[1].Unit, kept[1].Cap, kept[1].Used, kept[1].Reserved));
    }

    [Theory]
    [EachEngine]
    public async Task Counts_OfTwoProcesses_AddUpByUserReasonAndQuarter(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        var changes = accounts.Changes.Count;
        foreach (var book in new[] { accounts.Refusals, accounts.NewRefusals() })
        {
            book.Note(Refused(accounts, Mia, TooFast));
            book.Note(Refused(accounts, Mia, TooFast));
            book.Note(Refused(accounts, Mia, Unknown));
            book.Note(Refused(accounts, Ben, TooFast));
            await book.WriteAsync(Cancellation);
        }

        accounts.Time.Advance(TimeSpan.FromMinutes(15));
        accounts.Refusals.Note(Refused(accounts, Mia, TooFast));
        await accounts.Refusals.WriteAsync(Cancellation);

        await using var db = accounts.NewContext();
        var counts = await db.RefusalCounts.ToListAsync(Cancellation);
        var noon = accounts.Time.GetUtcNow().AddMinutes(-15);
        Assert.Equivalent(
            new[]
            {
                (noon, Mia, RefusalReason.ClientTooFast, 4L),
                (noon, Mia, RefusalReason.ClientModelUnknown, 2L),
                (noon, Ben, RefusalReason.ClientTooFast, 2L),
                (noon.AddMinutes(15), Mia, RefusalReason.ClientTooFast, 1L),
            },
            counts.Select(count => (count.StartsAt, new UserId(count.UserId), count.Reason, count.Count)),
            strict: true);
        // Nobody caches them, so no caches are dropped for them.
        Assert.Equal(changes, accounts.Changes.Count);
    }

    [Theory]
    [EachEngine]
    public async Task Refusals_MoreThanAHundredOfAUser_KeepTheLatestAndCountAll(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        accounts.Refusals.Note(Refused(accounts, Ben, TooFast));
        for (var i = 0; i < 250; i++)
        {
            accounts.Refusals.Note(Refused(accounts, Mia, TooFast with { Message = $"{i}" }));
            if (i == 60)
            {
                await accounts.Refusals.WriteAsync(Cancellation);
            }
        }

        await accounts.Refusals.WriteAsync(Cancellation);

        await using var db = accounts.NewContext();
        var kept = await db.Refusals.Where(refusal => refusal.UserId == Mia.Value).OrderBy(refusal => refusal.Id).Select(refusal => refusal.Message).ToListAsync(Cancellation);
        Assert.Equal(Enumerable.Range(150, 100).Select(i => $"{i}"), kept);
        Assert.Equal(250, (await db.RefusalCounts.SingleAsync(count => count.UserId == Mia.Value, Cancellation)).Count);
        Assert.Equal(1, await db.Refusals.CountAsync(refusal => refusal.UserId == Ben.Value, Cancellation));
    }

    [Theory]
    [EachEngine]
    public async Task Refusals_FasterThanTheyAreRead_AreLostAndCounted(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        for (var i = 0; i < 10_000; i++)
        {
            accounts.Refusals.Note(Refused(accounts, Mia, TooFast));
        }

        await accounts.Refusals.WriteAsync(Cancellation);

        await using var db = accounts.NewContext();
        Assert.True(accounts.Refusals.Lost > 0);
        Assert.Equal(10_000, accounts.Refusals.Lost + (await db.RefusalCounts.SingleAsync(Cancellation)).Count);
    }

    [Theory]
    [EachEngine]
    public async Task Text_ThatNoDatabaseTakes_IsCutAndCleaned(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        accounts.Refusals.Note(Refused(accounts, Mia, Unknown) with { Model = new string('m', 300) });
        accounts.Refusals.Note(Refused(accounts, Mia, Unknown with { Message = "a\0b" }) with { Model = null });

        await accounts.Refusals.WriteAsync(Cancellation);

        await using var db = accounts.NewContext();
        var kept = await db.Refusals.OrderBy(refusal => refusal.Id).ToListAsync(Cancellation);
        Assert.Equal(new string('m', 199) + "…", kept[0].Model);
        Assert.Equal((null, "a\uFFFDb"), (kept[1].Model, kept[1].Message));
    }

    [Theory]
    [EachEngine]
    public async Task Refusals_OlderThanPagesShow_AreForgotten(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        accounts.Refusals.Note(Refused(accounts, Mia, TooFast));
        await accounts.Refusals.WriteAsync(Cancellation);
        accounts.Time.Advance(RefusalBook.Memory + TimeSpan.FromMinutes(1));
        accounts.Refusals.Note(Refused(accounts, Ben, TooFast));
        await accounts.Refusals.WriteAsync(Cancellation);

        await accounts.Refusals.RemoveOldAsync(Cancellation);

        await using var db = accounts.NewContext();
        Assert.Equal(Ben.Value, (await db.Refusals.SingleAsync(Cancellation)).UserId);
        Assert.Equal(Ben.Value, (await db.RefusalCounts.SingleAsync(Cancellation)).UserId);
    }

    [Theory]
    [EachEngine]
    public async Task Store_InTrouble_KeepsThemUntilTheyAreWrittenAndCountsNoneTwice(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        await using var db = accounts.NewContext();
        accounts.Refusals.Note(Refused(accounts, Mia, TooFast));
        await db.Database.ExecuteSqlRawAsync("ALTER TABLE refusals RENAME TO elsewhere", Cancellation);
        await Assert.ThrowsAnyAsync<Exception>(() => accounts.Refusals.WriteAsync(Cancellation));
        await Assert.ThrowsAnyAsync<Exception>(() => accounts.Refusals.WriteAsync(Cancellation));
        await db.Database.ExecuteSqlRawAsync("ALTER TABLE elsewhere RENAME TO refusals", Cancellation);

        await accounts.Refusals.WriteAsync(Cancellation);

        Assert.Equal(1, (await db.RefusalCounts.SingleAsync(Cancellation)).Count);
        Assert.Equal(1, await db.Refusals.CountAsync(Cancellation));
    }

    [Theory]
    [EachEngine]
    public async Task Stop_WithSomeUnwritten_WritesThem(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        await accounts.Refusals.StartAsync(Cancellation);
        accounts.Refusals.Note(Refused(accounts, Mia, TooFast));

        await accounts.Refusals.StopAsync(Cancellation);

        await using var db = accounts.NewContext();
        Assert.Equal(1, await db.Refusals.CountAsync(Cancellation));
    }

    private static readonly Refusal TooFast = new(429, RefusalReason.ClientTooFast, "Too fast.");

    private static readonly Refusal Unknown = new(404, RefusalReason.ClientModelUnknown, "No such model.");

    /// <summary>It once went round and round instead, for as long as the process lived.</summary>
    [Fact]
    public async Task Stop_WhileItGathers_WritesAndEnds()
    {
        await using var accounts = await AccountsHarness.StartAsync(Engine.Sqlite);
        var time = new WatchedTime();
        using var book = accounts.NewRefusals(time);
        book.Note(Refused(accounts, Mia, TooFast));
        await book.StartAsync(Cancellation);
        await time.Waiting.WaitAsync(Cancellation);

        await book.StopAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(20), Cancellation);

        Assert.True(book.ExecuteTask!.IsCompleted);
        await using var db = accounts.NewContext();
        Assert.Equal(1, (await db.RefusalCounts.SingleAsync(Cancellation)).Count);
    }

    private static RefusedExchange Refused(AccountsHarness accounts, UserId user, Refusal refusal) =>
        new(ExchangeId.New(), user, null, "claude", accounts.Time.GetUtcNow(), refusal);

    /// <summary>Tells when somebody waits; and for them time never passes.</summary>
    private sealed class WatchedTime : FakeTimeProvider
    {
        private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Waiting => _waiting.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _waiting.TrySetResult();
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
