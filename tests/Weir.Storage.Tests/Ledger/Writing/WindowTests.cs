using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Storage.Clock;
using Weir.Storage.Ledger;
using Weir.Storage.Tests.Clock;
using Weir.Storage.Tests.Engines;

namespace Weir.Storage.Tests.Ledger.Writing;

/// <summary>Around every turn of a window, and when clocks are set, each attempt is in exactly one window of each of its budgets.</summary>
public sealed class WindowTests
{
    /// <summary>From UTC-12 to +14, by halves and quarters of an hour, with and without summer time in both hemispheres.</summary>
    private static readonly string[] Zones =
        ["UTC", "Etc/GMT+12", "Pacific/Kiritimati", "Asia/Kathmandu", "Pacific/Chatham", "Australia/Lord_Howe", "America/St_Johns", "Europe/Zurich", "America/Havana"];

    /// <summary>A month's and a year's end, a leap day, and days on which clocks go forward or back in some of the zones.</summary>
    private static readonly DateTimeOffset[] Days =
    [
        Utc(2026, 3, 8), Utc(2026, 3, 29), Utc(2026, 4, 5), Utc(2026, 9, 27), Utc(2026, 10, 4), Utc(2026, 10, 25), Utc(2026, 11, 1), Utc(2026, 11, 30),
        Utc(2026, 12, 31), Utc(2027, 2, 28), Utc(2028, 2, 29),
    ];

    public static TheoryData<Engine, string> EnginesAndZones => [.. Enum.GetValues<Engine>().SelectMany(engine => Zones.Select(zone => (engine, zone)))];

    [Theory]
    [MemberData(nameof(EnginesAndZones))]
    public async Task Attempts_AroundEveryTurn_AreInOneWindowEach(Engine engine, string zone)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        BudgetId[] budgets =
        [
            await harness.AddBudgetAsync(null, window: WindowKind.Day, timeZone: zone),
            await harness.AddBudgetAsync(null, window: WindowKind.Month, timeZone: zone),
            await harness.AddBudgetAsync(null, window: WindowKind.Total, timeZone: zone),
        ];
        var moments = Days.SelectMany(day => Around(day, zone)).ToList();

        await Task.WhenAll(moments.Select(moment => UseAsync(harness, moment, budgets)));

        foreach (var budget in budgets)
        {
            await AssertHoldsEachOnceAsync(harness, budget, moments);
        }

        Assert.True((await harness.VerifyAsync()).IsClean);
    }

    [Theory]
    [EachEngine(1)]
    [EachEngine(-1)]
    public async Task Attempts_WhileAReplicasClockIsSteppedByAnHour_AreInTheWindowOfTheDatabasesTime(Engine engine, int hours)
    {
        await using var harness = await LedgerHarness.StartAsync(engine);
        var budget = await harness.AddBudgetAsync(null, window: WindowKind.Month, timeZone: "Europe/Zurich");
        // Half an hour before the month ends there.
        var database = new SteppedClock(new(2026, 11, 30, 22, 30, 0, TimeSpan.Zero));
        var (steady, stepped) = (new SteppedClock(database.GetUtcNow()), new SteppedClock(database.GetUtcNow()));
        DatabaseClock[] replicas = [new(steady, _ => Task.FromResult(database.GetUtcNow())), new(stepped, _ => Task.FromResult(database.GetUtcNow()))];
        foreach (var replica in replicas)
        {
            await replica.MeasureAsync(TestContext.Current.CancellationToken);
        }

        for (var minute = 0; minute < 60; minute++)
        {
            if (minute == 15)
            {
                stepped.Step(TimeSpan.FromHours(hours));
            }

            foreach (var replica in replicas)
            {
                await UseAsync(harness, replica.GetUtcNow(), budget);
            }

            Array.ForEach([database, steady, stepped], clock => clock.Advance(TimeSpan.FromMinutes(1)));
        }

        Assert.Equal([(60, 0), (60, 0)], await harness.WindowsAsync(budget));
        Assert.True((await harness.VerifyAsync()).IsClean);
    }

    /// <summary>The edges of the day and the month in that zone, and what lies a microsecond and an hour beside them.</summary>
    private static IEnumerable<DateTimeOffset> Around(DateTimeOffset day, string zone)
    {
        var spans = new[] { WindowKind.Day, WindowKind.Month }.Select(kind => WindowSpan.Of(kind, TimeZones.Find(zone), day.AddHours(12)));
        TimeSpan[] beside = [-TimeSpan.FromHours(1), -TimeSpan.FromMicroseconds(1), TimeSpan.Zero, TimeSpan.FromMicroseconds(1), TimeSpan.FromHours(1)];
        return spans.SelectMany(span => new[] { span.Start, span.End!.Value }).SelectMany(edge => beside.Select(by => edge + by));
    }

    private static async Task UseAsync(LedgerHarness harness, DateTimeOffset admittedAt, params BudgetId[] budgets)
    {
        var request = harness.Request(1, 1, budgets) with { AdmittedAt = admittedAt };
        await harness.GrantAsync(request);
        await harness.Ledger.SettleAsync(harness.Posted(request.Attempt, 1, 0));
    }

    private static async Task AssertHoldsEachOnceAsync(LedgerHarness harness, BudgetId budget, List<DateTimeOffset> moments)
    {
        await using var context = harness.NewContext();
        var windows = await context.BudgetWindows.AsNoTracking().Where(window => window.BudgetId == budget.Value).ToListAsync(TestContext.Current.CancellationToken);
        Assert.All(moments, moment => Assert.Single(windows, window => Holds(window, moment)));
        Assert.All(windows, window => Assert.Equal(moments.Count(moment => Holds(window, moment)), window.Posted));
    }

    private static bool Holds(BudgetWindow window, DateTimeOffset moment) => window.StartsAt <= moment && (window.EndsAt is not { } end || moment < end);

    private static DateTimeOffset Utc(int year, int month, int day) => new(year, month, day, 0, 0, 0, TimeSpan.Zero);
}
