using System.Buffers.Text;
using System.Diagnostics;
using System.Text;

namespace Weir.Bench.Gateway.Load;

/// <summary>Reads one answer after another off a connection and checks each: status, framing, the bytes of a body, the chunks of a stream.</summary>
internal sealed class AnswerReader(Tally tally)
{
    private readonly EventReader _events = new(tally);
    private BenchRequest _request = null!;
    private Part _part;
    private bool _isChunked;
    private long _left;

    private enum Part
    {
        Head,
        ChunkSize,
        Body,
        ChunkEnd,
        Trailer,
        Complete,
    }

    public bool IsComplete => _part == Part.Complete;

    public void Begin(BenchRequest request)
    {
        _request = request;
        _part = Part.Head;
        _events.Begin();
    }

    /// <returns>How many of the bytes are done with; the others are to come again, with more behind them.</returns>
    public int Read(ReadOnlySpan<byte> bytes)
    {
        var now = Stopwatch.GetTimestamp();
        var at = 0;
        while (_part != Part.Complete)
        {
            var taken = _part switch
            {
                Part.Head => ReadHead(bytes[at..]),
                Part.ChunkSize => ReadChunkSize(bytes[at..]),
                Part.Body => ReadBody(bytes[at..], now),
                Part.ChunkEnd => ReadLineEnd(bytes[at..], Part.ChunkSize),
                _ => ReadLineEnd(bytes[at..], Part.Complete),
            };
            if (taken == 0)
            {
                return at;
            }

            at += taken;
        }

        _events.End(_request);
        return at;
    }

    private int ReadHead(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return 0;
        }

        var head = bytes[..end];
        if (!head.StartsWith("HTTP/1.1 200 "u8))
        {
            throw new WrongAnswerException(Encoding.UTF8.GetString(bytes));
        }

        _isChunked = false;
        _left = -1;
        foreach (var range in head.Split("\r\n"u8))
        {
            ReadHeader(head[range]);
        }

        if (!_isChunked && _left < 0)
        {
            throw new WrongAnswerException("An answer said neither how long it is nor that it is chunked.");
        }

        _part = _isChunked ? Part.ChunkSize : Part.Body;
        return end + 4;
    }

    private void ReadHeader(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        var name = colon < 0 ? default : line[..colon];
        if (Ascii.EqualsIgnoreCase(name, "content-length"u8))
        {
            _left = Utf8Parser.TryParse(line[(colon + 1)..].TrimStart((byte)' '), out long length, out _) ? length : -1;
        }
        else if (Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8))
        {
            _isChunked = true;
        }
    }

    private int ReadChunkSize(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n"u8);
        if (end < 0)
        {
            return 0;
        }

        if (!Utf8Parser.TryParse(bytes[..end], out _left, out _, 'x'))
        {
            throw new WrongAnswerException($"\"{Encoding.UTF8.GetString(bytes[..end])}\" is not the size of a chunk.");
        }

        _part = _left == 0 ? Part.Trailer : Part.Body;
        return end + 2;
    }

    private int ReadBody(ReadOnlySpan<byte> bytes, long now)
    {
        var taken = (int)Math.Min(bytes.Length, _left);
        _events.Read(bytes[..taken], _request.IsStream, now);
        _left -= taken;
        if (_left == 0)
        {
            _part = _isChunked ? Part.ChunkEnd : Part.Complete;
        }

        return taken;
    }

    private int ReadLineEnd(ReadOnlySpan<byte> bytes, Part next)
    {
        if (bytes.Length < 2)
        {
            return 0;
        }

        _part = next;
        return 2;
    }
}
