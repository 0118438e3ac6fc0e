using System.Diagnostics;
using System.Net.Sockets;

namespace Weir.Bench.Upstream;

/// <summary>A stream whose chunks have times to be sent at; a late chunk doesn't move the next.</summary>
internal sealed class PacedStream(Socket socket, int chunks, long gap)
{
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _due = Stopwatch.GetTimestamp() + gap;
    private int _left = chunks;

    public Task Sent => _sent.Task;

    /// <summary>Sends the chunk that is due, if one is; true when the stream is over.</summary>
    public bool SendDue(StampedChunk chunk)
    {
        if (_left > 0 && Stopwatch.GetTimestamp() < _due)
        {
            return false;
        }

        try
        {
            if (_left > 0)
            {
                _due += gap;
                _left--;
                // Blocks only if the socket's buffer is full, and a gateway that keeps up with a chunk every few milliseconds leaves it empty.
                socket.Send(chunk.Now().Span);
            }
        }
        catch (SocketException gone)
        {
            return _sent.TrySetException(gone);
        }

        return _left == 0 && _sent.TrySetResult();
    }
}
