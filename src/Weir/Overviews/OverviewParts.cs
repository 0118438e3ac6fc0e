using Microsoft.EntityFrameworkCore;
using Weir.Storage.Ledger;
using Weir.Storage.Model;
using Weir.Usage;

namespace Weir.Overviews;

/// <summary>What was used within a time, by who used it and of what.</summary>
internal sealed class OverviewParts
{
    private readonly List<(Guid User, UsageCounts Counts)> _users = [];
    private readonly List<(long Upstream, long Model, UsageCounts Counts)> _models = [];

    public IEnumerable<IGrouping<Guid, UsageCounts>> OfUsers => _users.GroupBy(part => part.User, part => part.Counts);

    public IEnumerable<IGrouping<long, UsageCounts>> OfModels => _models.GroupBy(part => part.Model, part => part.Counts);

    public IEnumerable<IGrouping<long, UsageCounts>> OfUpstreams => _models.GroupBy(part => part.Upstream, part => part.Counts);

    /// <param name="db">The database.</param>
    /// <param name="from">Where it begins, within a day of UTC perhaps.</param>
    /// <param name="now">Where it ends, so that nothing is behind it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<OverviewParts> ReadAsync(WeirDbContext db, DateTimeOffset from, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var parts = new OverviewParts();
        var day = UsageTotals.DayOf(from);
        if (day < from)
        {
            day = day.AddDays(1);
            await parts.AddQuartersAsync(db.Sums(from, day < now ? day : now), cancellationToken);
        }

        await parts.AddDaysAsync(db, day, now, cancellationToken);
        return parts;
    }

    private async Task AddQuartersAsync(IQueryable<UsageSum> sums, CancellationToken cancellationToken)
    {
        foreach (var (key, sum) in await sums.GroupBy(sum => new { sum.UserId, sum.UpstreamId, sum.ModelId }).Added().ToListAsync(cancellationToken))
        {
            _users.Add((key.UserId, sum));
            _models.Add((key.UpstreamId, key.ModelId, sum));
        }
    }

    private async Task AddDaysAsync(WeirDbContext db, DateTimeOffset from, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var users = await db.Totals(UsageTotalKind.UserDay, from, now).GroupBy(total => total.SubjectId).Added().ToListAsync(cancellationToken);
        _users.AddRange(users.Select(user => (user.Key, (UsageCounts)user.Sum)));
        var models = await db.Totals(UsageTotalKind.ModelDay, from, now).GroupBy(total => new { total.UpstreamId, total.ModelId }).Added().ToListAsync(cancellationToken);
        _models.AddRange(models.Select(model => (model.Key.UpstreamId, model.Key.ModelId, (UsageCounts)model.Sum)));
    }
}
