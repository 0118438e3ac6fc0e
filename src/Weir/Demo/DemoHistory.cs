using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Corrections;
using Weir.Storage.Ledger.Histories;

namespace Weir.Demo;

/// <summary>The entries of the demonstration data, in the order in which they would have been written. Each time it is asked, they are the same.</summary>
internal sealed class DemoHistory
{
    /// <summary>An administrator corrects one in so many attempts.</summary>
    private const int CorrectedEvery = 2_000;

    private const int FirstCorrected = 1_000;

    private static readonly string[] Reasons =
    [
        "The upstream's bill counts less.", "Its answer was cut off and is not billed.", "Counted by estimate; the upstream's log has the true figures.",
    ];

    private readonly DemoWish _wish;
    private readonly DemoWorld _world;
    private readonly DemoCells _cells;
    private readonly long _corrections;

    public DemoHistory(DemoWish wish, DemoWorld world)
    {
        (_wish, _world) = (wish, world);
        _cells = new(wish, world.People);
        _corrections = Math.Max(0, (wish.Entries - FirstCorrected + CorrectedEvery - 1) / (CorrectedEvery + 1));
    }

    /// <summary>Those that the entries were corrected by, in the order of the entries; complete when these have been gone through.</summary>
    public List<Correction> Made { get; } = [];

    public IEnumerable<LedgerEntry> Entries(HistoryWindows windows)
    {
        Made.Clear();
        var chance = new DemoChance(_wish.Seed + 1);
        var attempts = new DemoAttempts(_wish, _world, windows, chance);
        var planned = new PriorityQueue<LedgerEntry, DateTimeOffset>();
        var (id, count, corrections) = (0L, 0L, 0L);
        foreach (var batch in Hours(attempts))
        {
            foreach (var entry in batch)
            {
                while (planned.TryPeek(out var correction, out var at) && at <= entry.EndedAt)
                {
                    planned.Dequeue();
                    yield return Correct(correction, ++id, at, chance);
                }

                entry.Id = ++id;
                yield return entry;
                // One that was voided has nothing to correct: then the next.
                if (++count > FirstCorrected + (corrections * CorrectedEvery) && corrections < _corrections && entry.Kind == LedgerEntryKind.Posted)
                {
                    corrections++;
                    var at = entry.EndedAt.AddMinutes(chance.Between(20, 1_200));
                    planned.Enqueue(Difference(entry, attempts), at < _wish.Now ? at : _wish.Now);
                }
            }
        }

        while (planned.TryDequeue(out var correction, out var at))
        {
            yield return Correct(correction, ++id, at, chance);
        }
    }

    /// <summary>What ends in each hour, in that order.</summary>
    private IEnumerable<IReadOnlyList<LedgerEntry>> Hours(DemoAttempts attempts)
    {
        using var counts = _cells.Counts(_wish.Entries - _corrections).GetEnumerator();
        var crashes = new Queue<int>([_wish.Hours / 3, _wish.Hours * 3 / 4]);
        var open = new List<LedgerEntry>();
        for (var hour = 0; hour < _wish.Hours; hour++)
        {
            var (begin, end) = (_wish.Start.AddHours(hour), _wish.Start.AddHours(hour + 1));
            foreach (var person in _world.People)
            {
                counts.MoveNext();
                open.AddRange(attempts.Of(person, begin, counts.Current));
            }

            open.Sort((one, other) => one.EndedAt.CompareTo(other.EndedAt));
            var ended = open.FindAll(entry => entry.EndedAt <= end);
            open.RemoveRange(0, ended.Count);
            if (crashes.TryPeek(out var due) && hour >= due && ended.Count > 0)
            {
                crashes.Dequeue();
                Crash(ended, attempts);
            }

            yield return ended;
        }
    }

    /// <summary>The gateway was killed: what was open then is posted by estimate.</summary>
    private static void Crash(List<LedgerEntry> ended, DemoAttempts attempts)
    {
        var at = ended[^1].EndedAt;
        foreach (var entry in ended.TakeLast(8).Where(entry => entry.Kind == LedgerEntryKind.Posted))
        {
            (entry.Source, entry.Outcome, entry.Status, entry.RequestId) = (UsageSource.Provisional, AttemptOutcome.GatewayStopped, 0, null);
            (entry.SentMicroseconds, entry.FirstByteMicroseconds, entry.LastByteMicroseconds, entry.IsStreamed) = (null, null, null, false);
            entry.EndedAt = at;
            var input = entry.Input + entry.CacheRead + entry.CacheWrite5m + entry.CacheWrite1h;
            attempts.Count(entry, new(input, 0, 0, 0, entry.Reserved - input));
        }
    }

    /// <summary>An attempt turns out to have made half the output.</summary>
    private static LedgerEntry Difference(LedgerEntry entry, DemoAttempts attempts)
    {
        var (corrected, becomes) = (entry.Copy(), entry.Copy());
        attempts.Count(becomes, new(entry.Input, entry.CacheRead, entry.CacheWrite5m, entry.CacheWrite1h, entry.Output / 2));
        corrected.Kind = LedgerEntryKind.Correction;
        corrected.Source = UsageSource.Reported;
        (corrected.Input, corrected.CacheRead, corrected.CacheWrite5m, corrected.CacheWrite1h, corrected.Requests) = (0, 0, 0, 0, 0);
        corrected.Output = becomes.Output - entry.Output;
        corrected.NanoDollars = becomes.NanoDollars - entry.NanoDollars;
        corrected.Overrun = becomes.Overrun - entry.Overrun;
        return corrected;
    }

    private LedgerEntry Correct(LedgerEntry correction, long id, DateTimeOffset at, DemoChance chance)
    {
        correction.Id = id;
        Made.Add(new() { EntryId = id, AttemptId = correction.AttemptId, MadeBy = _world.People[0].User.Id, MadeAt = at, Reason = chance.Of(Reasons) });
        return correction;
    }
}
