namespace Weir.Overviews;

/// <summary>
/// What open overview pages show: they share one answer for a range and a zone, which is renewed the less often the longer it takes. One is added up
/// at a time, so however many are open, they take one connection of the database.
/// </summary>
internal sealed class OverviewBoard(TimeProvider time) : IDisposable
{
    /// <summary>How often a page looks whether there is a newer answer.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);

    /// <summary>What an answer may take of a processor, with all its renewals.</summary>
    private const double Share = 0.004;

    /// <summary>Between two answers, however busy the machine is; a longer range changes less.</summary>
    private static readonly (TimeSpan OfToday, TimeSpan OfLonger) Longest = (TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60));

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>The latest of each. Those that nobody has renewed for a minute go when another is added up.</summary>
    private readonly Dictionary<(string Range, string Zone), Kept> _kept = [];

    /// <summary>As it is now.</summary>
    public Task<OverviewAnswer> AnswerAsync(OverviewQueries queries, OverviewRange range, CancellationToken cancellationToken) =>
        InTurnAsync(() => AddUpAsync(queries, range, cancellationToken), cancellationToken);

    /// <summary>The one that is shown already, as long as it is not due for renewal.</summary>
    public Task<OverviewAnswer> RenewAsync(OverviewQueries queries, OverviewRange range, CancellationToken cancellationToken) => InTurnAsync(
        () => _kept.TryGetValue(KeyOf(range), out var kept) && time.GetElapsedTime(kept.At) < kept.For ? Task.FromResult(kept.Answer) : AddUpAsync(queries, range, cancellationToken),
        cancellationToken);

    public void Dispose() => _turn.Dispose();

    private static (string Range, string Zone) KeyOf(OverviewRange range) => (range.Name, range.Zone.Id);

    private async Task<OverviewAnswer> InTurnAsync(Func<Task<OverviewAnswer>> answer, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await answer();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<OverviewAnswer> AddUpAsync(OverviewQueries queries, OverviewRange range, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var answer = await queries.AnswerAsync(range, cancellationToken);
        var now = time.GetTimestamp();
        var (pause, longest) = (time.GetElapsedTime(started, now) / Share, range.Name == OverviewRange.Today ? Longest.OfToday : Longest.OfLonger);
        foreach (var (key, kept) in _kept)
        {
            if (time.GetElapsedTime(kept.At, now) > Longest.OfLonger + Tick)
            {
                _kept.Remove(key);
            }
        }

        // Half a tick less, so that a page that looks a little early need not wait for a whole one.
        _kept[KeyOf(range)] = new(now, TimeSpan.FromTicks(Math.Clamp(pause.Ticks, Tick.Ticks, longest.Ticks)) - (Tick / 2), answer);
        return answer;
    }

    private sealed record Kept(long At, TimeSpan For, OverviewAnswer Answer);
}
