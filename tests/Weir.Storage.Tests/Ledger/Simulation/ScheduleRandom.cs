using Weir.Accounting;
using Weir.TestKit.Ledgers;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>What a seed decides.</summary>
internal sealed class ScheduleRandom(int seed)
{
    /// <summary>Days on which something is odd: a month's or a year's end, a leap day, clocks that go forward or back.</summary>
    private static readonly DateTimeOffset[] Starts =
    [
        new(2026, 3, 28, 22, 0, 0, TimeSpan.Zero),
        new(2026, 10, 24, 22, 0, 0, TimeSpan.Zero),
        new(2026, 11, 30, 9, 0, 0, TimeSpan.Zero),
        new(2026, 12, 31, 10, 0, 0, TimeSpan.Zero),
        new(2027, 2, 28, 20, 0, 0, TimeSpan.Zero),
        new(2027, 3, 13, 20, 0, 0, TimeSpan.Zero),
        new(2028, 2, 28, 12, 0, 0, TimeSpan.Zero),
    ];

    /// <summary>From UTC−12 to +14, by halves and quarters of an hour, with and without summer time. None shows a date twice.</summary>
    private static readonly string[] Zones =
        ["UTC", "Etc/GMT+12", "Pacific/Kiritimati", "Asia/Kathmandu", "Pacific/Chatham", "America/St_Johns", "Europe/Zurich", "America/New_York", "America/Havana"];

    private static readonly StoreFault[] Faults =
    [
        StoreFault.FailAtBegin, StoreFault.FailAtWrite, StoreFault.FailAtCommit, StoreFault.LoseWordOfCommit, StoreFault.LoseCommit,
        StoreFault.DieBeforeCommit, StoreFault.DieAfterCommit,
    ];

    private readonly Random _random = new(seed);

    public int Next(int below) => _random.Next(below);

    public int Next(int from, int below) => _random.Next(from, below);

    public bool Chance(int percent) => _random.Next(100) < percent;

    public T Pick<T>(IReadOnlyList<T> among) => among[_random.Next(among.Count)];

    public Guid NextId()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new(bytes);
    }

    public DateTimeOffset NextStart() => Pick(Starts).AddSeconds(_random.Next(7_200));

    public Dictionary<BudgetId, PlainBudget> NextBudgets() => Enumerable.Range(0, 5).Select(_ => NextBudget()).ToDictionary(budget => budget.Id);

    public long? NextCap(BudgetUnit unit) => Chance(12)
        ? null
        : _random.Next(unit switch
        {
            BudgetUnit.Tokens => 1_500,
            BudgetUnit.NanoDollars => 3_000,
            BudgetUnit.Requests => 25,
            _ => 800,
        });

    public StoreFault NextFault() => Chance(10) ? Pick(Faults) : StoreFault.None;

    /// <summary>Most commits carry one command, some several.</summary>
    public int NextCommands() => Chance(70) ? 1 : _random.Next(2, 5);

    /// <summary>To just before the end of some budget's window, or its first instant.</summary>
    public TimeSpan ToNextTurn(DateTimeOffset now, PlainBudget[] budgets)
    {
        var budget = Pick(budgets);
        var end = WindowSpan.Of(budget.Kind == WindowKind.Total ? WindowKind.Day : budget.Kind, budget.Zone, now).End!.Value;
        var to = end.AddMilliseconds(_random.Next(2) - 1) - now;
        return to > TimeSpan.FromDays(3) ? TimeSpan.FromHours(_random.Next(30)) : TimeSpan.FromTicks(Math.Max(0, to.Ticks));
    }

    private PlainBudget NextBudget()
    {
        var unit = Pick(Enum.GetValues<BudgetUnit>());
        return new()
        {
            Id = new(NextId()),
            Unit = unit,
            Kind = Pick([WindowKind.Total, WindowKind.Day, WindowKind.Day, WindowKind.Month]),
            Zone = TimeZones.Find(Pick(Zones)),
            Refuses = Chance(25),
            Cap = NextCap(unit),
        };
    }
}
