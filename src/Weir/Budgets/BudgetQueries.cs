using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Proxy.Metering;
using Weir.Storage.Ledger;
using Weir.Storage.Model;

namespace Weir.Budgets;

/// <summary>Budgets with whose they are and the window that each is in.</summary>
internal sealed class BudgetQueries(WeirDbContext db, ILedger ledger)
{
    /// <summary>One page, the latest first.</summary>
    public async Task<List<BudgetAnswer>> PageAsync(BudgetSelection selection, CancellationToken cancellationToken)
    {
        var wanted = selection.Of(db.Budgets);
        if (selection.Before is { } before)
        {
            // Ids of version 7 are in the order in which budgets were made.
            wanted = wanted.Where(budget => budget.Id.CompareTo(before) < 0);
        }

        var page = wanted.OrderByDescending(budget => budget.Id).Take(selection.Limit);
        return await AnswersAsync(await page.AsNoTracking().ToListAsync(cancellationToken), cancellationToken);
    }

    /// <summary>A few, the oldest first.</summary>
    public async Task<List<BudgetAnswer>> OfAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) => await AnswersAsync(
        await db.Budgets.AsNoTracking().Where(budget => ids.Contains(budget.Id)).OrderBy(budget => budget.CreatedAt).ThenBy(budget => budget.Id).ToListAsync(cancellationToken),
        cancellationToken);

    public async Task<BudgetAnswer?> FindAsync(Guid id, CancellationToken cancellationToken) => (await OfAsync([id], cancellationToken)).SingleOrDefault();

    private async Task<List<BudgetAnswer>> AnswersAsync(List<Budget> budgets, CancellationToken cancellationToken)
    {
        var now = ledger.Now;
        var ids = budgets.ConvertAll(budget => budget.Id);
        var open = await db.BudgetWindows.AsNoTracking()
            .Where(window => ids.Contains(window.BudgetId) && window.StartsAt <= now && (window.EndsAt == null || window.EndsAt > now))
            .ToDictionaryAsync(window => window.BudgetId, cancellationToken);
        var names = await SubjectNames.ReadAsync(db, [.. budgets.Select(budget => (budget.SubjectKind, budget.SubjectId))], cancellationToken);
        return budgets.ConvertAll(budget => Answer(budget, open.GetValueOrDefault(budget.Id), now) with { SubjectName = budget.Upstream ?? names.Of(budget.SubjectId) });
    }

    /// <summary>A window is made by its first attempt: until then it is known by the calendar alone.</summary>
    private static BudgetAnswer Answer(Budget budget, BudgetWindow? window, DateTimeOffset now)
    {
        var span = WindowSpan.Of(budget.WindowKind, TimeZones.Find(budget.TimeZone), now);
        return BudgetAnswer.Of(budget, new(window?.Posted ?? 0, window?.Pending ?? 0, span.Start, span.End));
    }
}
