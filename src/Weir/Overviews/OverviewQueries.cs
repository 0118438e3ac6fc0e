using Microsoft.EntityFrameworkCore;
using Weir.Proxy.Upstreams;
using Weir.Storage.Ledger;
using Weir.Storage.Model;
using Weir.Usage;

namespace Weir.Overviews;

/// <summary>Makes an overview of the totals of quarters and days, so that no history is too long for it.</summary>
internal sealed class OverviewQueries(WeirDbContext db, UpstreamOverview upstreams)
{
    private const int MostListed = 10;

    public async Task<OverviewAnswer> AnswerAsync(OverviewRange range, CancellationToken cancellationToken)
    {
        var steps = range.Steps();
        var quarters = await db.QuarterTotals(steps[0], range.Now).GroupBy(total => total.StartsAt).Added().ToListAsync(cancellationToken);
        var parts = await OverviewParts.ReadAsync(db, steps[0], range.Now, cancellationToken);
        var users = Top(parts.OfUsers);
        var models = Top(parts.OfModels);
        var places = Top(parts.OfUpstreams);
        var usernames = await UsernamesAsync(users.ConvertAll(user => user.Key), cancellationToken);
        var names = await db.NamesAsync([.. models.Select(model => model.Key), .. places.Select(place => place.Key)], cancellationToken);
        return new(
            range.Name,
            range.Zone.Id,
            steps[0],
            range.Now,
            UsageFigures.Of(quarters.Select(quarter => quarter.Sum).Together()),
            await db.RefusalCounts.Where(count => count.StartsAt >= steps[0] && count.StartsAt < range.Now).SumAsync(count => count.Count, cancellationToken),
            await NowAsync(cancellationToken),
            range.Step,
            Series(steps, quarters),
            users.ConvertAll(user => new UserFigures(user.Key, usernames.GetValueOrDefault(user.Key), user.Figures)),
            models.ConvertAll(model => new NamedFigures(names[model.Key], model.Figures)),
            places.ConvertAll(place => new NamedFigures(names[place.Key], place.Figures)));
    }

    /// <summary>What goes on at this moment.</summary>
    public async Task<NowFigures> NowAsync(CancellationToken cancellationToken) => new(
        await db.Reservations.CountAsync(reservation => reservation.State == ReservationState.Pending, cancellationToken),
        upstreams.All().Sum(upstream => upstream.Waiting));

    private static List<(TKey Key, UsageFigures Figures)> Top<TKey>(IEnumerable<IGrouping<TKey, UsageCounts>> groups) =>
    [
        .. groups
            .Select(group => (group.Key, Figures: UsageFigures.Of(group.Together())))
            .OrderByDescending(part => part.Figures.NanoDollars)
            .ThenByDescending(part => part.Figures.TotalTokens)
            .ThenByDescending(part => part.Figures.Failures)
            .Take(MostListed),
    ];

    private static List<OverviewStep> Series(List<DateTimeOffset> steps, List<AddedSum<DateTimeOffset>> quarters)
    {
        var sums = steps.ConvertAll(_ => new UsageSum());
        foreach (var (start, sum) in quarters)
        {
            var place = steps.BinarySearch(start);
            // The complement is the next step's: a quarter belongs to the one before. The first may begin within a quarter.
            sums[Math.Max(0, place >= 0 ? place : ~place - 1)].Add(sum);
        }

        return [.. steps.Zip(sums, (start, sum) => new OverviewStep(start, UsageFigures.Of(sum)))];
    }

    private Task<Dictionary<Guid, string?>> UsernamesAsync(List<Guid> users, CancellationToken cancellationToken) => db.Users.AsNoTracking()
        .Where(person => users.Contains(person.Id) && person.ErasedAt == null)
        .ToDictionaryAsync(person => person.Id, person => person.UserName, cancellationToken);
}
