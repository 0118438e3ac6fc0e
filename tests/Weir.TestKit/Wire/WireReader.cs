using System.Net.Sockets;

namespace Weir.TestKit.Wire;

/// <summary>Buffered reading from a socket. Not thread-safe, but for watching while nobody reads.</summary>
internal sealed class WireReader(Socket socket)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private Task<int>? _fill;

    /// <summary>What has been received and not yet taken.</summary>
    public ReadOnlyMemory<byte> Buffered => _buffer.AsMemory(_start, _end - _start);

    public void Take(int count) => _start += count;

    /// <summary>
    /// Receives more and returns how much; 0 when the peer has closed. A fill that was abandoned (by watching, or by cancellation) goes
    /// on in the background, and the next call joins it.
    /// </summary>
    public async Task<int> FillAsync(CancellationToken cancellationToken)
    {
        _fill ??= ReceiveAsync();
        var count = await _fill.WaitAsync(cancellationToken);
        _fill = null;
        return count;
    }

    /// <summary>Ends when the peer closes, resets, or sends more. Whoever reads next gets what came.</summary>
    public async Task<bool> WatchForCloseAsync()
    {
        _fill ??= ReceiveAsync();
        try
        {
            return await _fill == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    /// <summary>Reads to the empty line that ends a head; null when the peer closed before its first byte.</summary>
    public async Task<HttpHead?> ReadHeadAsync(CancellationToken cancellationToken)
    {
        var raw = new MemoryStream();
        while (true)
        {
            var rest = Buffered;
            for (var i = 0; i < rest.Length; i++)
            {
                raw.WriteByte(rest.Span[i]);
                if (rest.Span[i] == '\n' && EndsHead(raw.GetBuffer().AsSpan(0, (int)raw.Length)))
                {
                    Take(i + 1);
                    return HttpHead.Parse(raw.ToArray());
                }
            }

            Take(rest.Length);
            if (await FillAsync(cancellationToken) == 0)
            {
                return raw.Length == 0 ? null : throw new EndOfStreamException("The peer closed within a head.");
            }
        }
    }

    /// <summary>Reads a line up to LF, without its end; null when the peer closed.</summary>
    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new List<char>();
        while (true)
        {
            while (_start < _end)
            {
                var next = (char)_buffer[_start++];
                if (next == '\n')
                {
                    return new string([.. line]).TrimEnd('\r');
                }

                line.Add(next);
            }

            if (await FillAsync(cancellationToken) == 0)
            {
                return null;
            }
        }
    }

    private static bool EndsHead(ReadOnlySpan<byte> raw) => raw.EndsWith("\r\n\r\n"u8) || raw.EndsWith("\n\n"u8);

    private async Task<int> ReceiveAsync()
    {
        if (_start == _end)
        {
            _start = 0;
            _end = 0;
        }
        else if (_end == _buffer.Length)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            _end -= _start;
            _start = 0;
        }

        var count = await socket.ReceiveAsync(_buffer.AsMemory(_end));
        _end += count;
        return count;
    }
}
