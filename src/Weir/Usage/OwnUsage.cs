using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Budgets;
using Weir.Proxy.Identity;
using Weir.Proxy.Metering;
using Weir.Storage.Model;

namespace Weir.Usage;

/// <summary>What one person used, for their own eyes and for those of administrators.</summary>
internal sealed class OwnUsage(WeirDbContext db, BudgetQueries budgets, ILedger ledger)
{
    private const int Days = 30;

    /// <param name="caller">Whose.</param>
    /// <param name="zone">In which days and months begin.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<SummaryAnswer> SummaryAsync(Caller caller, TimeZoneInfo zone, CancellationToken cancellationToken) =>
        SummaryAsync(caller.User.Value, [.. caller.Budgets.Select(scope => scope.Budget.Value)], zone, cancellationToken);

    /// <summary>The same of a user, with the budgets of the user and of the group; null: there is no such user.</summary>
    public async Task<SummaryAnswer?> SummaryAsync(Guid user, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        var found = await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Id == user && row.ErasedAt == null, cancellationToken);
        if (found is null)
        {
            return null;
        }

        var ids = await db.Budgets.AsNoTracking()
            .Where(budget => (budget.SubjectKind == SubjectKind.User && budget.SubjectId == user)
                || (budget.SubjectKind == SubjectKind.Group && budget.SubjectId == found.GroupId))
            .Select(budget => budget.Id)
            .ToListAsync(cancellationToken);
        return await SummaryAsync(user, ids, zone, cancellationToken);
    }

    private async Task<SummaryAnswer> SummaryAsync(Guid user, IReadOnlyCollection<Guid> ids, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        var now = ledger.Now;
        var (today, month) = (WindowSpan.Of(WindowKind.Day, zone, now).Start, WindowSpan.Of(WindowKind.Month, zone, now).Start);
        var first = today.AddDays(-Days);
        var sums = await db.Sums(month < first ? month : first, now)
            .Where(sum => sum.UserId == user)
            .GroupBy(sum => new { sum.StartsAt, sum.ModelId })
            .Added()
            .ToListAsync(cancellationToken);
        var names = await db.NamesAsync(sums.Select(sum => sum.Key.ModelId), cancellationToken);
        var firstDay = DayOf(today, zone).AddDays(1 - Days);
        var byDay = from sum in sums
                    group sum.Sum by (Day: DayOf(sum.Key.StartsAt, zone), Model: names[sum.Key.ModelId]) into day
                    where day.Key.Day >= firstDay
                    orderby day.Key.Day, day.Key.Model
                    select new DayModelUsage(day.Key.Day, day.Key.Model, UsageFigures.Of(day.Together()));
        return new(
            zone.Id,
            UsageFigures.Of(sums.Where(sum => sum.Key.StartsAt >= today).Select(sum => sum.Sum).Together()),
            UsageFigures.Of(sums.Where(sum => sum.Key.StartsAt >= month).Select(sum => sum.Sum).Together()),
            await budgets.OfAsync(ids, cancellationToken),
            [.. byDay]);
    }

    private static DateOnly DayOf(DateTimeOffset time, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, zone).DateTime);
}
