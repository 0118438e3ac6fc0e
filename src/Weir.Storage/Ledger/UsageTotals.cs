namespace Weir.Storage.Ledger;

/// <summary>Adds usage sums of quarters up to totals.</summary>
/// <param name="process">Whose those are that belong to no user.</param>
public sealed class UsageTotals(Guid process)
{
    private readonly Dictionary<(UsageTotalKind Kind, DateTimeOffset StartsAt, Guid Subject, long Upstream, long Model), UsageTotal> _totals = [];

    /// <summary>The day of a total, which is one in UTC.</summary>
    public static DateTimeOffset DayOf(DateTimeOffset time) => new(time.UtcDateTime.Date, TimeSpan.Zero);

    /// <param name="sum">Of a quarter of an hour.</param>
    public void Add(UsageSum sum)
    {
        var day = DayOf(sum.StartsAt);
        Of(UsageTotalKind.Quarter, sum.StartsAt, process, 0, 0).Add(sum);
        Of(UsageTotalKind.UserDay, day, sum.UserId, 0, 0).Add(sum);
        Of(UsageTotalKind.ModelDay, day, process, sum.UpstreamId, sum.ModelId).Add(sum);
    }

    /// <summary>Takes them out, in one fixed order.</summary>
    public List<UsageTotal> Take()
    {
        var all = _totals.OrderBy(total => total.Key).Select(total => total.Value).ToList();
        _totals.Clear();
        return all;
    }

    private UsageTotal Of(UsageTotalKind kind, DateTimeOffset start, Guid subject, long upstream, long model)
    {
        var key = (kind, start, subject, upstream, model);
        if (!_totals.TryGetValue(key, out var total))
        {
            _totals[key] = total = new() { Kind = kind, StartsAt = start, SubjectId = subject, UpstreamId = upstream, ModelId = model };
        }

        return total;
    }
}
