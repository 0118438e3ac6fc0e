using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

namespace Weir.Bench.Upstream;

/// <summary>Sends the chunks of all paced streams from one loop: a timer per stream would cost more than the streams.</summary>
internal sealed class StreamPacer
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly ConcurrentQueue<PacedStream> _arrivals = new();
    private readonly List<PacedStream> _open = [];
    private readonly StampedChunk _chunk = new();

    /// <summary>Completes when the last chunk is sent; fails when the gateway has gone.</summary>
    public Task SendAsync(Socket socket, WantedAnswer wanted)
    {
        var stream = new PacedStream(socket, wanted.Chunks, wanted.Gap * Stopwatch.Frequency / 1000);
        _arrivals.Enqueue(stream);
        return stream.Sent;
    }

    public async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Tick);
        while (await timer.WaitForNextTickAsync())
        {
            while (_arrivals.TryDequeue(out var arrival))
            {
                _open.Add(arrival);
            }

            for (var i = _open.Count - 1; i >= 0; i--)
            {
                if (_open[i].SendDue(_chunk))
                {
                    _open[i] = _open[^1];
                    _open.RemoveAt(_open.Count - 1);
                }
            }
        }
    }
}
