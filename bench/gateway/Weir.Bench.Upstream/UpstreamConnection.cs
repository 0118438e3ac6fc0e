using System.Buffers.Text;
using System.Net.Sockets;

namespace Weir.Bench.Upstream;

/// <summary>One connection of a gateway: request, answer, request, answer. It knows as much of HTTP/1.1 as gateways send here.</summary>
internal sealed class UpstreamConnection(Socket socket, StreamPacer pacer)
{
    private const int BufferSize = 64 * 1024;

    /// <summary>The load generator puts what matters at the start of a body; a gateway may have moved it a little.</summary>
    private const int BodyStart = 1024;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferSize);

    public async Task ServeAsync()
    {
        using (socket)
        {
            try
            {
                while (await ReadRequestAsync() is { } wanted)
                {
                    await AnswerAsync(wanted);
                }
            }
            catch (SocketException)
            {
                // The gateway has closed the connection, which is its right; the load generator counts what it didn't get.
            }
        }
    }

    private async ValueTask<WantedAnswer?> ReadRequestAsync()
    {
        var filled = 0;
        int headEnd;
        while ((headEnd = _buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            var read = await socket.ReceiveAsync(_buffer.AsMemory(filled));
            if (read == 0)
            {
                return null;
            }

            filled += read;
        }

        var body = headEnd + 4;
        if (ContentLength(_buffer.AsSpan(0, headEnd)) is not { } length)
        {
            await SendAsync(Answers.LengthRequired);
            return null;
        }

        var left = length - (filled - body);
        while (left > 0 && filled - body < BodyStart)
        {
            var read = await ReceiveAsync(filled, left);
            filled += read;
            left -= read;
        }

        var wanted = WantedAnswer.Read(_buffer.AsSpan(body, Math.Min(filled - body, BodyStart)));
        while (left > 0)
        {
            left -= await ReceiveAsync(0, left);
        }

        return wanted;
    }

    private async ValueTask<int> ReceiveAsync(int at, int most)
    {
        var read = await socket.ReceiveAsync(_buffer.AsMemory(at, Math.Min(most, BufferSize - at)));
        return read > 0 ? read : throw new SocketException((int)SocketError.ConnectionReset);
    }

    private async ValueTask AnswerAsync(WantedAnswer wanted)
    {
        if (!wanted.IsStream)
        {
            await SendAsync(Answers.JsonAnswer);
            return;
        }

        await SendAsync(Answers.StreamHead);
        if (wanted.Gap > 0)
        {
            await pacer.SendAsync(socket, wanted);
        }
        else
        {
            var chunk = new StampedChunk();
            for (var i = 0; i < wanted.Chunks; i++)
            {
                await SendAsync(chunk.Now());
                // The other streams' turn: so that chunks come one by one, and not as a block that any gateway passes on as one.
                await Task.Yield();
            }
        }

        await SendAsync(Answers.StreamTail(wanted.Chunks));
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes)..];
        }
    }

    /// <summary>Null when there is none: every gateway here knows how long its body is, so no other framing is understood.</summary>
    private static int? ContentLength(ReadOnlySpan<byte> head)
    {
        foreach (var range in head.Split("\r\n"u8))
        {
            var line = head[range];
            const int NameLength = 15;
            if (line.Length > NameLength && System.Text.Ascii.EqualsIgnoreCase(line[..NameLength], "content-length:"u8)
                && Utf8Parser.TryParse(line[NameLength..].TrimStart((byte)' '), out int length, out _))
            {
                return length;
            }
        }

        return null;
    }
}
