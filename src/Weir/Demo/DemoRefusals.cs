using System.Globalization;
using Weir.Accounting;
using Weir.Proxy.Refusals;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Histories;
using Weir.Storage.Refusals;

namespace Weir.Demo;

/// <summary>What people of the demonstration data were refused: those at a limit again and again, others now and then.</summary>
internal sealed class DemoRefusals
{
    /// <summary>Of a window, that so much is used of: whoever asks for a usual answer is refused.</summary>
    private const double AtLimit = 0.95;

    private static readonly long Quarter = TimeSpan.FromMinutes(15).Ticks;

    private static readonly (RefusalReason Reason, string Message)[] Others =
    [
        (RefusalReason.ClientModelUnknown, "The model \"claude-sonnet-5.5\" is not served here."),
        (RefusalReason.ClientBadRequest, "messages: Field required"),
        (RefusalReason.ClientTooFast, "More than 600 requests within a minute for this API key."),
    ];

    private readonly DemoWish _wish;
    private readonly DemoChance _chance;

    public DemoRefusals(DemoWish wish, DemoWorld world, HistoryWindows windows)
    {
        (_wish, _chance) = (wish, new(wish.Seed + 2));
        var all = world.People.Where(person => person.User.IsActive).SelectMany(person => Of(person, windows)).OrderBy(refusal => refusal.At).ToList();
        for (var i = 0; i < all.Count; i++)
        {
            all[i].Id = i + 1;
        }

        All = all;
    }

    public IReadOnlyList<StoredRefusal> All { get; }

    public IEnumerable<RefusalCount> Counts => All
        .GroupBy(refusal => (Start: refusal.At.UtcTicks / Quarter * Quarter, refusal.UserId, refusal.Reason))
        .Select(group => new RefusalCount { StartsAt = new(group.Key.Start, TimeSpan.Zero), UserId = group.Key.UserId, Reason = group.Key.Reason, Count = group.Count() });

    private IEnumerable<StoredRefusal> Of(DemoPerson person, HistoryWindows windows)
    {
        foreach (var budget in person.Budgets.Where(budget => budget is { SubjectKind: SubjectKind.User, Cap: > 0 }))
        {
            if (windows.Of(budget.Id) is [.., var window] && !(window.EndsAt <= _wish.Now) && window.Posted > AtLimit * budget.Cap)
            {
                for (var i = _chance.Between(6, 40); i > 0; i--)
                {
                    yield return Reached(person, budget, window);
                }
            }
        }

        for (var i = _chance.Between(0, 4); i > 0; i--)
        {
            var (reason, message) = _chance.Of(Others);
            yield return New(person, reason, message, days: 30);
        }
    }

    private StoredRefusal Reached(DemoPerson person, Budget budget, BudgetWindow window)
    {
        var isMoney = budget.Unit == BudgetUnit.NanoDollars;
        var name = budget.WindowKind == WindowKind.Day ? "Daily" : "Monthly";
        var message = isMoney
            ? string.Create(CultureInfo.InvariantCulture, $"{name} budget of ${budget.Cap / 1_000_000_000m:#,0.00} reached; it begins anew at {window.EndsAt:yyyy-MM-ddTHH:mm:ssZ}")
            : "Token limit exceeded";
        var refusal = New(person, RefusalReason.ClientBudgetExceeded, message, days: 1);
        refusal.ApiKeyId = person.AgentKey.Id;
        (refusal.BudgetId, refusal.Subject, refusal.Unit) = (budget.Id, BudgetWords.Of(budget.SubjectKind), BudgetWords.Of(budget.Unit));
        (refusal.Cap, refusal.Used, refusal.Reserved, refusal.ResetsAt) = (budget.Cap, window.Posted, 0, window.EndsAt);
        refusal.Needed = budget.Cap - window.Posted + _chance.Between(1, isMoney ? 500_000_000 : 60_000);
        return refusal;
    }

    private StoredRefusal New(DemoPerson person, RefusalReason reason, string message, int days)
    {
        var at = _wish.Now.AddMinutes(-_chance.Between(1, days * 24 * 60));
        at = at < person.User.CreatedAt ? person.User.CreatedAt : at;
        return new()
        {
            ExchangeId = _chance.Id(at),
            UserId = person.User.Id,
            At = at,
            Reason = reason,
            Model = reason is RefusalReason.ClientBadRequest or RefusalReason.ClientModelUnknown ? null : DemoModel.Sonnet.Name,
            Message = message,
        };
    }
}
