using Weir.Refusals;
using Weir.Web.Work;

namespace Weir.Usage;

/// <summary>All that the first page shows.</summary>
internal sealed record HomeContents(SummaryAnswer Summary, IReadOnlyList<UsageLine> Recent, OwnRefusalsAnswer Refusals)
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
                await refusals.LatestAsync(user, scope.Cancellation)));
    }
}
