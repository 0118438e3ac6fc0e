using System.Buffers.Text;
using System.Diagnostics;
using System.Text;

namespace Weir.Bench.Upstream;

/// <summary>
/// One delta that says when it was sent. The stamp is <see cref="Stopwatch.GetTimestamp"/>, whose clock the processes of a machine
/// share: <c>{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"sent 0000012345678901234 a token"}}</c>.
/// </summary>
public sealed class StampedChunk
{
    private const string Event =
        """
        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"sent 0000000000000000000 a token"}}


        """;

    private const int Digits = 19;

    private static readonly byte[] Template = Encoding.ASCII.GetBytes(Answers.Framed(Event));
    private static readonly int StampAt = Template.AsSpan().IndexOf(Mark) + Mark.Length;

    private readonly byte[] _bytes = [.. Template];

    private static ReadOnlySpan<byte> Mark => "\"text\":\"sent "u8;

    /// <summary>The chunk, stamped now.</summary>
    internal ReadOnlyMemory<byte> Now()
    {
        var ticks = Stopwatch.GetTimestamp();
        for (var at = StampAt + Digits - 1; at >= StampAt; at--)
        {
            _bytes[at] = (byte)('0' + (ticks % 10));
            ticks /= 10;
        }

        return _bytes;
    }

    /// <summary>When the delta was sent; false when the event is none of these.</summary>
    public static bool TryReadStamp(ReadOnlySpan<byte> delta, out long timestamp)
    {
        timestamp = 0;
        var at = delta.IndexOf(Mark);
        return at >= 0 && Utf8Parser.TryParse(delta[(at + Mark.Length)..], out timestamp, out var digits) && digits == Digits;
    }
}
