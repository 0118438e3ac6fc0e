using System.Globalization;
using System.Net.Sockets;

namespace Weir.TestKit.Wire;

/// <summary>Reads the body that follows a head: by its length, by its chunks, or to the end of the connection.</summary>
internal sealed class BodyReader
{
    private readonly WireReader _wire;
    private readonly bool _isChunked;
    private readonly bool _untilClose;
    private long _left;
    private bool _chunkOpen;

    /// <param name="wire">Stands after the head.</param>
    /// <param name="head">Says how the body is framed.</param>
    /// <param name="untilClose">What no length and no chunks mean: true in an answer (to the end), false in a request (nothing).</param>
    public BodyReader(WireReader wire, HttpHead head, bool untilClose)
    {
        _wire = wire;
        _isChunked = head.IsChunked;
        _untilClose = untilClose && !_isChunked && head.ContentLength is null;
        _left = _isChunked ? 0 : head.ContentLength ?? 0;
        End = _isChunked || _untilClose || _left > 0 ? BodyEnd.Open : BodyEnd.Complete;
    }

    public BodyEnd End { get; private set; }

    /// <summary>Up to <paramref name="limit"/> decoded bytes, at least one unless the body has ended.</summary>
    public async Task<byte[]> ReadAsync(int limit, CancellationToken cancellationToken)
    {
        try
        {
            if (_isChunked && _left == 0 && End == BodyEnd.Open)
            {
                await OpenChunkAsync(cancellationToken);
            }

            if (End != BodyEnd.Open || (_wire.Buffered.IsEmpty && !await FillAsync(cancellationToken)))
            {
                return [];
            }
        }
        catch (SocketException)
        {
            End = BodyEnd.Reset;
            return [];
        }

        var count = (int)Math.Min(Math.Min(limit, _wire.Buffered.Length), _untilClose ? long.MaxValue : _left);
        var piece = _wire.Buffered[..count].ToArray();
        _wire.Take(count);
        _left -= count;
        if (_left == 0 && !_isChunked && !_untilClose)
        {
            End = BodyEnd.Complete;
        }

        return piece;
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (await _wire.FillAsync(cancellationToken) > 0)
        {
            return true;
        }

        End = _untilClose ? BodyEnd.Complete : BodyEnd.Cut;
        return false;
    }

    /// <summary><c>1f\r\n…\r\n</c>, and after the last one <c>0\r\n</c>, trailers, an empty line.</summary>
    private async Task OpenChunkAsync(CancellationToken cancellationToken)
    {
        if (_chunkOpen && await ReadLineAsync(cancellationToken) is not (null or ""))
        {
            throw new InvalidDataException("A chunk is longer than its size says.");
        }

        _chunkOpen = true;
        if (End != BodyEnd.Open || await ReadLineAsync(cancellationToken) is not { } size)
        {
            return;
        }

        _left = long.Parse(size.Split(';')[0].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        if (_left > 0)
        {
            return;
        }

        string? trailer;
        do
        {
            trailer = await ReadLineAsync(cancellationToken);
        }
        while (trailer?.Length > 0);
        if (trailer is not null)
        {
            End = BodyEnd.Complete;
        }
    }

    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = await _wire.ReadLineAsync(cancellationToken);
        if (line is null)
        {
            End = BodyEnd.Cut;
        }

        return line;
    }
}
