namespace Weir.Storage.Ledger.Verification;

/// <summary>Adds usage sums up as the totals do, and compares.</summary>
internal sealed class UsageTotalTally
{
    private readonly UsageTotals _right = new(process: default);
    private readonly Dictionary<(UsageTotalKind Kind, DateTimeOffset StartsAt, Guid User, long Upstream, long Model), UsageTotal> _stored = [];

    /// <param name="sum">Of a quarter of an hour.</param>
    public void Add(UsageSum sum) => _right.Add(sum);

    public void Take(UsageTotal total)
    {
        // Which process has written it says nothing.
        var subject = total.Kind == UsageTotalKind.UserDay ? total.SubjectId : default;
        var key = (total.Kind, total.StartsAt, subject, total.UpstreamId, total.ModelId);
        if (!_stored.TryAdd(key, total))
        {
            _stored[key].Add(total);
        }
    }

    /// <summary>To be called last.</summary>
    public IEnumerable<string> Faults()
    {
        foreach (var right in _right.Take())
        {
            var stored = _stored.Remove((right.Kind, right.StartsAt, right.SubjectId, right.UpstreamId, right.ModelId), out var found) ? Counts(found) : "missing";
            if (stored != Counts(right))
            {
                yield return $"The usage total of {Describe(right)} is {stored}; its sums add up to {Counts(right)}.";
            }
        }

        foreach (var total in _stored.Values)
        {
            yield return $"There is a usage total of {Describe(total)}, and no sum.";
        }
    }

    private static string Describe(UsageTotal total) => total.Kind switch
    {
        UsageTotalKind.Quarter => $"the quarter of an hour from {total.StartsAt:u}",
        UsageTotalKind.UserDay => $"user {total.SubjectId} on {total.StartsAt:yyyy-MM-dd}",
        _ => $"upstream {total.UpstreamId} and model {total.ModelId} on {total.StartsAt:yyyy-MM-dd}",
    };

    private static string Counts(UsageTotal total) =>
        $"{total.Entries} entries, {total.Failures} failures, {total.Input} + {total.CacheRead} + {total.CacheWrite5m} + {total.CacheWrite1h} + {total.Output} tokens, "
        + $"{total.NanoDollars} nano-dollars, {total.Pace}";
}
