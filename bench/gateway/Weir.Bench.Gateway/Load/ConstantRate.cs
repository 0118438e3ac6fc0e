using System.Collections.Concurrent;
using System.Diagnostics;

namespace Weir.Bench.Gateway.Load;

/// <summary>
/// Requests at fixed times, whether the gateway keeps up or not. Latency counts from when a request should have been sent, so a gateway
/// that stalls pays for everything that stood in line meanwhile.
/// </summary>
internal static class ConstantRate
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    public static async Task<Tally> RunAsync(Target target, BenchRequest request, int perSecond, TimeSpan duration, CancellationToken cancellationToken)
    {
        var bytes = request.To(target);
        var idle = new ConcurrentBag<CallerConnection>();
        var connections = new ConcurrentBag<CallerConnection>();
        var calls = new List<Task>();
        var start = Stopwatch.GetTimestamp();
        var total = (int)(perSecond * duration.TotalSeconds);
        try
        {
            using var timer = new PeriodicTimer(Tick);
            while (calls.Count < total && await timer.WaitForNextTickAsync(cancellationToken))
            {
                var due = (int)Math.Min(total, Stopwatch.GetElapsedTime(start).TotalSeconds * perSecond);
                while (calls.Count < due)
                {
                    calls.Add(CallAsync(start + (calls.Count * Stopwatch.Frequency / perSecond)));
                }
            }

            await Task.WhenAll(calls);
            return Tally.Sum(connections.Select(connection => connection.Tally));
        }
        finally
        {
            foreach (var connection in connections)
            {
                connection.Dispose();
            }
        }

        async Task CallAsync(long intended)
        {
            if (!idle.TryTake(out var connection))
            {
                connection = await CallerConnection.OpenAsync(target, cancellationToken);
                connections.Add(connection);
            }

            await connection.ExchangeAsync(request, bytes, intended, cancellationToken);
            idle.Add(connection);
        }
    }
}
