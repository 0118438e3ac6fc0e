namespace Weir.Storage.Ledger.Writing;

/// <summary>Gathers what the entries of one commit add to the sums and their totals, so that each is written once.</summary>
/// <param name="process">Whose totals they are.</param>
internal sealed class UsageSums(Guid process)
{
    private static readonly long Quarter = TimeSpan.FromMinutes(15).Ticks;

    private readonly Dictionary<(long Quarter, Guid User, long Upstream, long Model), UsageSum> _sums = [];
    private readonly UsageTotals _totals = new(process);

    public void Add(LedgerEntry entry)
    {
        var quarter = entry.EndedAt.UtcTicks / Quarter;
        var key = (quarter, entry.UserId, entry.UpstreamId, entry.ModelId);
        if (!_sums.TryGetValue(key, out var sum))
        {
            _sums[key] = sum = new()
            {
                StartsAt = new(quarter * Quarter, TimeSpan.Zero),
                UserId = entry.UserId,
                UpstreamId = entry.UpstreamId,
                ModelId = entry.ModelId,
            };
        }

        sum.Add(entry);
    }

    /// <summary>In one fixed order, so that two processes that write the same sums never wait for each other.</summary>
    public void Write(ILedgerStore store)
    {
        foreach (var (_, sum) in _sums.OrderBy(entry => entry.Key))
        {
            store.Add(sum);
            _totals.Add(sum);
        }

        _totals.Take().ForEach(store.Add);
        _sums.Clear();
    }

    /// <summary>Takes out those of quarters that were over by then, in their order.</summary>
    public List<UsageSum> TakeUntil(DateTimeOffset end)
    {
        var taken = _sums.Where(entry => entry.Value.StartsAt.Ticks + Quarter <= end.Ticks).OrderBy(entry => entry.Key).ToList();
        taken.ForEach(entry => _sums.Remove(entry.Key));
        return taken.ConvertAll(entry => entry.Value);
    }

    public void Clear() => _sums.Clear();
}
