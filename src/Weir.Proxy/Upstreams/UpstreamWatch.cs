using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;

namespace Weir.Proxy.Upstreams;

/// <summary>
/// Asks upstreams for their models: often enough that a new one is soon known, and every two seconds while one is held to be gone, so
/// that its return is noticed.
/// </summary>
internal sealed class UpstreamWatch(UpstreamCatalog catalog, ModelLearning learning, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LearnInterval = TimeSpan.FromSeconds(30);

    /// <summary>The first callers wait this long for what upstreams say they have.</summary>
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(3);

    private readonly TaskCompletionSource _firstLook = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>When each was last asked, and the answer; of upstreams that are gone nothing is kept.</summary>
    private readonly ConcurrentDictionary<UpstreamState, (long At, Task<string?> Answer)> _asked = new();

    private readonly Lock _asking = new();

    private CancellationToken _stopping;

    /// <summary>Completes when every upstream was asked once, or has had its time to answer.</summary>
    public ValueTask FirstLookAsync() => _firstLook.Task.IsCompleted ? default : new(WaitAsync());

    /// <summary>Asks at once, for whoever has just changed something.</summary>
    public Task LookAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(catalog.Current.Upstreams.Select(upstream => AskAsync(upstream, cancellationToken)));

    /// <summary>
    /// Asks those of whom nothing that young is known, for a caller that wants to see what there is now, and waits no longer than
    /// <paramref name="patience"/>. Many callers at once share the question.
    /// </summary>
    public async Task RefreshAsync(ImmutableArray<Upstream> upstreams, TimeSpan age, TimeSpan patience, CancellationToken cancellationToken)
    {
        var answers = Task.WhenAll(upstreams.Where(upstream => !upstream.State.Health.IsOpen).Select(upstream => YoungAsync(upstream, age)));
        try
        {
            await answers.WaitAsync(patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // What was last learned has to do; the answer is taken in when it comes.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _stopping = stoppingToken;
        using var timer = new PeriodicTimer(Tick, time);
        do
        {
            var upstreams = catalog.Current.Upstreams;
            foreach (var gone in _asked.Keys.Except(upstreams.Select(upstream => upstream.State)))
            {
                _asked.TryRemove(gone, out _);
            }

            await Task.WhenAll(upstreams.Where(IsDue).Select(upstream => AskAsync(upstream, stoppingToken)));
            _firstLook.TrySetResult();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private bool IsDue(Upstream upstream) =>
        !_asked.TryGetValue(upstream.State, out var asked)
        || time.GetElapsedTime(asked.At) >= (upstream.State.Health.IsOpen ? ProbeInterval : LearnInterval);

    private Task<string?> AskAsync(Upstream upstream, CancellationToken cancellationToken)
    {
        lock (_asking)
        {
            var at = time.GetTimestamp();
            var answer = learning.LearnAsync(upstream, cancellationToken);
            _asked[upstream.State] = (at, answer);
            return answer;
        }
    }

    private Task<string?> YoungAsync(Upstream upstream, TimeSpan age)
    {
        lock (_asking)
        {
            return _asked.TryGetValue(upstream.State, out var asked) && (!asked.Answer.IsCompleted || time.GetElapsedTime(asked.At) < age)
                ? asked.Answer
                : AskAsync(upstream, _stopping);
        }
    }

    private async Task WaitAsync()
    {
        try
        {
            await _firstLook.Task.WaitAsync(FirstPatience, time);
        }
        catch (TimeoutException)
        {
            // Whatever is slow to list its models is learned later; names are routed by the other rules meanwhile.
            _firstLook.TrySetResult();
        }
    }
}
