using System.Diagnostics;

namespace Weir.Bench.Gateway.Load;

/// <summary>Many streams that are open at the same time, begun one after the other so that their chunks don't come in bursts.</summary>
internal sealed class OpenStreams : IDisposable
{
    private readonly List<CallerConnection> _connections = [];
    private readonly List<Task> _streams = [];

    private OpenStreams()
    {
    }

    /// <summary>Deltas received so far. The callers are counting meanwhile: it may be a few behind.</summary>
    public long Chunks => _connections.Sum(connection => connection.Tally.Chunks);

    /// <summary>Opens them over the time <paramref name="ramp"/>.</summary>
    public static async Task<OpenStreams> OpenAsync(Target target, BenchRequest request, int count, TimeSpan ramp, CancellationToken cancellationToken)
    {
        var streams = new OpenStreams();
        var bytes = request.To(target);
        var start = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (streams._streams.Count < count)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            var due = (int)Math.Min(count, Stopwatch.GetElapsedTime(start) / ramp * count);
            while (streams._streams.Count < due)
            {
                var connection = await CallerConnection.OpenAsync(target, cancellationToken);
                streams._connections.Add(connection);
                streams._streams.Add(connection.ExchangeAsync(request, bytes, Stopwatch.GetTimestamp(), cancellationToken));
            }
        }

        return streams;
    }

    /// <summary>How many haven't ended.</summary>
    public int Open => _streams.Count(stream => !stream.IsCompleted);

    /// <summary>Reads all to their ends.</summary>
    public async Task<Tally> EndAsync()
    {
        await Task.WhenAll(_streams);
        return Tally.Sum(_connections.Select(connection => connection.Tally));
    }

    public void Dispose()
    {
        foreach (var connection in _connections)
        {
            connection.Dispose();
        }
    }
}
