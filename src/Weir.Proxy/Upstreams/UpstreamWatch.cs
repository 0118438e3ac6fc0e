using System.Collections.Concurrent;
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

    /// <summary>When each was last asked; of upstreams that are gone nothing is kept.</summary>
    private readonly ConcurrentDictionary<UpstreamState, long> _askedAt = new();

    /// <summary>Completes when every upstream was asked once, or has had its time to answer.</summary>
    public ValueTask FirstLookAsync() => _firstLook.Task.IsCompleted ? default : new(WaitAsync());

    /// <summary>Asks at once, for whoever has just changed something.</summary>
    public Task LookAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(catalog.Current.Upstreams.Select(upstream => AskAsync(upstream, cancellationToken)));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, time);
        do
        {
            var upstreams = catalog.Current.Upstreams;
            foreach (var gone in _askedAt.Keys.Except(upstreams.Select(upstream => upstream.State)))
            {
                _askedAt.TryRemove(gone, out _);
            }

            await Task.WhenAll(upstreams.Where(IsDue).Select(upstream => AskAsync(upstream, stoppingToken)));
            _firstLook.TrySetResult();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private bool IsDue(Upstream upstream) =>
        !_askedAt.TryGetValue(upstream.State, out var at)
        || time.GetElapsedTime(at) >= (upstream.State.Health.IsOpen ? ProbeInterval : LearnInterval);

    private Task<string?> AskAsync(Upstream upstream, CancellationToken cancellationToken)
    {
        _askedAt[upstream.State] = time.GetTimestamp();
        return learning.LearnAsync(upstream, cancellationToken);
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
