namespace Weir.Authentication;

/// <summary>Counts failures by key, and how long each key must wait after them: doubling from a second on. Not thread-safe.</summary>
/// <param name="free">Failures that cost no wait.</param>
/// <param name="longest">The longest wait.</param>
internal sealed class FailureCounts(int free, TimeSpan longest)
{
    /// <summary>Under an attack from everywhere the oldest are forgotten first; about 2 MB.</summary>
    private const int Limit = 10_000;

    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private readonly Dictionary<string, Failures> _failures = new(StringComparer.Ordinal);

    public int Count => _failures.Count;

    public TimeSpan Wait(string key, DateTimeOffset now) =>
        _failures.TryGetValue(key, out var failures) && now - failures.LastAt < Memory && failures.Count > free
            ? TimeSpan.FromTicks(Math.Max(0, (failures.LastAt + Delay(failures.Count) - now).Ticks))
            : TimeSpan.Zero;

    public void Add(string key, DateTimeOffset now)
    {
        var isKnown = _failures.TryGetValue(key, out var failures);
        if (!isKnown && _failures.Count >= Limit)
        {
            Forget(now);
        }

        var count = isKnown && now - failures.LastAt < Memory ? failures.Count + 1 : 1;
        _failures[key] = new(count, now);
    }

    public void TakeBack(string key)
    {
        if (_failures.TryGetValue(key, out var failures))
        {
            _failures[key] = failures with { Count = failures.Count - 1 };
        }
    }

    public void Clear(string key) => _failures.Remove(key);

    private TimeSpan Delay(int count)
    {
        var doublings = Math.Min(count - free - 1, 20);
        var delay = TimeSpan.FromSeconds(1L << doublings);
        return delay < longest ? delay : longest;
    }

    /// <summary>Makes room for a tenth at once, so that an attack does not make every failure sort them all.</summary>
    private void Forget(DateTimeOffset now)
    {
        var oldest = _failures.OrderBy(pair => pair.Value.LastAt).Take(Limit / 10).Select(pair => pair.Key);
        var stale = _failures.Where(pair => now - pair.Value.LastAt >= Memory).Select(pair => pair.Key);
        foreach (var key in stale.Concat(oldest).ToList())
        {
            _failures.Remove(key);
        }
    }

    private readonly record struct Failures(int Count, DateTimeOffset LastAt);
}
