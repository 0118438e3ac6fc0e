using Weir.Accounting;
using Weir.Storage.Accounts;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Histories;

namespace Weir.Demo;

/// <summary>
/// The budgets of the demonstration data. What they cap is known when the history has been added up: some have room, some are near their
/// limit, some at it.
/// </summary>
internal sealed class DemoBudgets(DemoWish wish, DemoChance chance)
{
    private const string Zone = "Europe/Berlin";

    private const long Dollar = 1_000_000_000;

    private readonly List<(Budget Budget, double? Use)> _all = [];

    public IEnumerable<Budget> All => _all.Select(each => each.Budget);

    /// <summary>Those that count what everybody uses.</summary>
    public IReadOnlyList<Budget> OfEveryone { get; private set; } = [];

    /// <summary>Those of an upstream, by its name.</summary>
    public ILookup<string, Budget> OfUpstreams { get; private set; } = Enumerable.Empty<Budget>().ToLookup(budget => budget.Upstream!);

    public void Make(IReadOnlyList<Group> groups, IReadOnlyList<DemoPerson> people)
    {
        OfEveryone = [Add(Monthly("All of us, a month", SubjectKind.Everyone, Guid.Empty, wish.Start), 0.72)];
        var upstream = Monthly("OpenAI, a month", SubjectKind.Upstream, Guid.Empty, wish.Start);
        upstream.Upstream = DemoModel.OpenAI;
        OfUpstreams = new[] { Add(upstream, 0.58) }.ToLookup(budget => budget.Upstream!);
        var ofGroups = groups.ToDictionary(group => group.Id, group => Add(Monthly($"{group.Name}, a month", SubjectKind.Group, group.Id, wish.Start), chance.Of([0.45, 0.6, 0.85, 0.96])));
        for (var i = 0; i < people.Count; i++)
        {
            var (person, own) = (people[i], people[i].Budgets);
            own.AddRange(OfEveryone);
            own.Add(Add(Budget.TotalTokens(SubjectKind.User, person.User.Id, null, person.User.CreatedAt), use: i % 8 == 3 ? chance.Of([0.9, 0.98, 0.9997]) : null));
            if (person.User.GroupId is { } group)
            {
                own.Add(ofGroups[group]);
            }

            AddLimits(person, i);
        }
    }

    /// <summary>That of a key alone.</summary>
    public Budget OfKey(ApiKey key, bool isScript) =>
        Add(Budget.TotalTokens(SubjectKind.ApiKey, key.Id, null, key.CreatedAt), isScript && chance.Is(0.5) ? chance.Of([0.5, 0.8, 0.97]) : null);

    /// <summary>Sets the caps, by what the windows hold.</summary>
    public void Cap(HistoryWindows windows)
    {
        foreach (var (budget, use) in _all)
        {
            if (use is { } share)
            {
                var most = windows.Of(budget.Id).Select(window => window.Posted).DefaultIfEmpty(0).Max();
                var least = budget.Unit == BudgetUnit.NanoDollars ? Dollar / 10 : 1_000;
                // A limit that is round is one that somebody thought of; one that is reached is rounded less.
                budget.Cap = Math.Max(least, RoundedUp((long)(most / share), share > 0.95 ? 4 : 2));
            }
        }
    }

    /// <summary>To so many figures.</summary>
    internal static long RoundedUp(long value, int figures)
    {
        var unit = 1L;
        while (value / unit >= Math.Pow(10, figures))
        {
            unit *= 10;
        }

        return (value + unit - 1) / unit * unit;
    }

    private void AddLimits(DemoPerson person, int index)
    {
        if (index % 2 == 0)
        {
            person.Budgets.Add(Add(Monthly("A month", SubjectKind.User, person.User.Id, Later(wish.Start, person.User.CreatedAt)), 0.35 + (0.5 * chance.Share())));
        }

        // Made when its window began, so that nothing was admitted beyond it.
        if (index % 7 == 1)
        {
            var month = WindowSpan.Of(WindowKind.Month, TimeZones.Find(Zone), wish.Now).Start;
            var budget = Monthly("This month", SubjectKind.User, person.User.Id, Later(month, person.User.CreatedAt));
            person.Budgets.Add(Add(budget, chance.Of([0.93, 0.985, 0.9996])));
        }
        else if (index % 7 == 4)
        {
            var zone = person.Zone.Id;
            var day = WindowSpan.Of(WindowKind.Day, TimeZones.Find(zone), wish.Now).Start;
            var budget = Monthly("A day", SubjectKind.User, person.User.Id, Later(day, person.User.CreatedAt));
            (budget.WindowKind, budget.TimeZone) = (WindowKind.Day, zone);
            person.Budgets.Add(Add(budget, chance.Of([0.5, 0.9])));
        }
    }

    private Budget Monthly(string name, SubjectKind subject, Guid id, DateTimeOffset since) => new()
    {
        Id = chance.Id(since),
        Name = name,
        SubjectKind = subject,
        SubjectId = id,
        Unit = BudgetUnit.NanoDollars,
        WindowKind = WindowKind.Month,
        TimeZone = Zone,
        CreatedAt = since,
    };

    private Budget Add(Budget budget, double? use)
    {
        if (budget.IsOwn)
        {
            budget.Id = chance.Id(budget.CreatedAt);
        }

        _all.Add((budget, use));
        return budget;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
