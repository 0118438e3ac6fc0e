using Weir.Accounting;
using Weir.Proxy.Refusals;

namespace Weir.Storage.Refusals;

/// <summary>
/// What was refused and is not written yet: added up, and the latest of each user. One owner uses it. Its size is bounded, however long the
/// database is away and however many ask.
/// </summary>
internal sealed class RefusalPage
{
    /// <summary>Of a user.</summary>
    public const int MostKept = 100;

    /// <summary>Of all users together; about 10 MB.</summary>
    private const int MostDetails = 20_000;

    /// <summary>A thousand users who are refused for two reasons for half a day.</summary>
    private const int MostCounts = 100_000;

    private static readonly long Quarter = TimeSpan.FromMinutes(15).Ticks;

    private readonly Dictionary<(DateTimeOffset Start, Guid User, RefusalReason Reason), long> _counts = [];
    private readonly Dictionary<UserId, Queue<RefusedExchange>> _details = [];
    private int _detailCount;

    public bool IsEmpty => _counts.Count == 0 && _details.Count == 0;

    /// <returns>False when there is no room for it.</returns>
    public bool TryAdd(RefusedExchange refused)
    {
        var start = new DateTimeOffset(refused.At.UtcTicks / Quarter * Quarter, TimeSpan.Zero);
        var key = (start, refused.User.Value, refused.Refusal.Reason);
        var count = _counts.GetValueOrDefault(key);
        if (count == 0 && _counts.Count >= MostCounts)
        {
            return false;
        }

        _counts[key] = count + 1;
        AddDetail(refused);
        return true;
    }

    /// <summary>Some of the counts.</summary>
    public List<KeyValuePair<(DateTimeOffset Start, Guid User, RefusalReason Reason), long>> Counts(int most) => [.. _counts.Take(most)];

    /// <summary>Those of one user, the oldest first; empty when there are none.</summary>
    public IReadOnlyCollection<RefusedExchange> NextDetails() => _details.Count == 0 ? [] : _details.First().Value;

    public void Written(IEnumerable<KeyValuePair<(DateTimeOffset Start, Guid User, RefusalReason Reason), long>> counts)
    {
        foreach (var (key, _) in counts)
        {
            _counts.Remove(key);
        }
    }

    public void Written(UserId user)
    {
        if (_details.Remove(user, out var details))
        {
            _detailCount -= details.Count;
        }
    }

    /// <summary>It is counted in any case: where there is no room, a page just can't say why.</summary>
    private void AddDetail(RefusedExchange refused)
    {
        if (!_details.TryGetValue(refused.User, out var details))
        {
            details = [];
            if (_detailCount < MostDetails)
            {
                _details.Add(refused.User, details);
            }
        }

        if (details.Count == MostKept || (_detailCount >= MostDetails && details.Count > 0))
        {
            details.Dequeue();
            _detailCount--;
        }

        if (_detailCount < MostDetails)
        {
            details.Enqueue(refused);
            _detailCount++;
        }
    }
}
