using Weir.ModelRoutes;
using Weir.Refusals;
using Weir.Web.Work;

namespace Weir.Usage;

/// <summary>All that the first page shows.</summary>
/// <param name="Summary">What was used, and of which budgets.</param>
/// <param name="Recent">The latest requests.</param>
/// <param name="Refusals">What was refused.</param>
/// <param name="NeedsUpstream">True for an administrator of an installation that has none yet.</param>
internal sealed record HomeContents(SummaryAnswer Summary, IReadOnlyList<UsageLine> Recent, OwnRefusalsAnswer Refusals, bool NeedsUpstream)
{
    private const int MostRecent = 8;

    private static readonly TimeSpan RefusalSpan = TimeSpan.FromDays(30);

    /// <summary>True when this person has never used anything.</summary>
    public bool IsEmpty => Recent.Count == 0 && Refusals.Refusals.Count == 0;

    public static async Task<HomeContents> ReadAsync(PageScope scope, TimeZoneInfo zone, DateTimeOffset now)
    {
        var user = scope.Caller.User.Value;
        var refusals = scope.Get<RefusalQueries>();
        var (recent, _) = await UsageQueries.HistoryAsync(scope.Db, user, new(MostRecent, long.MaxValue), forAdministrator: false, scope.Cancellation);
        return new(
            await scope.Get<OwnUsage>().SummaryAsync(scope.Caller, zone, scope.Cancellation),
            recent,
            new(
                await refusals.ByReasonAsync(now - RefusalSpan, now, user, scope.Cancellation),
                await refusals.LatestAsync(user, scope.Cancellation)),
            scope.Caller.IsAdministrator && scope.Get<RoutingInForce>().Current.Upstreams.IsEmpty);
    }
}
