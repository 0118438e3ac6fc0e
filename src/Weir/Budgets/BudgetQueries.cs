using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Proxy.Metering;
using Weir.Storage.Ledger;
using Weir.Storage.Model;

namespace Weir.Budgets;

/// <summary>Budgets with the window that each is in.</summary>
internal sealed class BudgetQueries(WeirDbContext db, ILedger ledger)
{
    public async Task<List<BudgetAnswer>> AnswersAsync(IQueryable<Budget> wanted, CancellationToken cancellationToken)
    {
        var now = ledger.Now;
        var budgets = await wanted.AsNoTracking().OrderBy(budget => budget.CreatedAt).ThenBy(budget => budget.Id).ToListAsync(cancellationToken);
        var open = await db.BudgetWindows.AsNoTracking()
            .Where(window => wanted.Any(budget => budget.Id == window.BudgetId) && window.StartsAt <= now && (window.EndsAt == null || window.EndsAt > now))
            .ToDictionaryAsync(window => window.BudgetId, cancellationToken);
        return [.. budgets.Select(budget => Answer(budget, open.GetValueOrDefault(budget.Id), now))];
    }

    public async Task<BudgetAnswer?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        (await AnswersAsync(db.Budgets.Where(budget => budget.Id == id), cancellationToken)).SingleOrDefault();

    /// <summary>A window is made by its first attempt: until then it is known by the calendar alone.</summary>
    private static BudgetAnswer Answer(Budget budget, BudgetWindow? window, DateTimeOffset now)
    {
        var span = WindowSpan.Of(budget.WindowKind, TimeZones.Find(budget.TimeZone), now);
        return BudgetAnswer.Of(budget, new(window?.Posted ?? 0, window?.Pending ?? 0, span.Start, span.End));
    }
}
