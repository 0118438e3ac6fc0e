using System.Buffers;

namespace Weir.Proxy.Metering;

/// <summary>
/// Frames server-sent events: lines end in LF, CR LF or CR, an event at an empty line. Bytes of an event that isn't whole are held,
/// which costs the caller nothing (no parser can use them yet) and lets an answer that is cut end in a clean error event.
/// </summary>
internal abstract class SseUsageReader : UsageReader
{
    /// <summary>A line that carries usage is far shorter; of a longer one only the length is of interest.</summary>
    private const int LongestLine = 256 * 1024;

    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);

    private readonly ArrayBufferWriter<byte> _line = new(256);
    private long _lineLength;
    private bool _skipLineFeed;

    public override void Read(ReadOnlySpan<byte> bytes)
    {
        var position = 0;
        if (_skipLineFeed && !bytes.IsEmpty)
        {
            _skipLineFeed = false;
            if (bytes[0] == '\n')
            {
                // The second half of a CR LF that was split: it belongs to the line before, and goes or stays with it.
                position = 1;
                Held += Held > 0 ? 1 : 0;
            }
        }

        while (position < bytes.Length)
        {
            var rest = bytes[position..];
            var end = rest.IndexOfAny(LineEnds);
            if (end < 0)
            {
                Keep(rest);
                Held += rest.Length;
                return;
            }

            position = EndLine(bytes, position, end);
        }
    }

    /// <summary>Called for each line with content, without its end. <paramref name="length"/> is larger than the line when it was too long to keep.</summary>
    protected abstract void OnLine(ReadOnlySpan<byte> line, long length);

    /// <summary>Called at each empty line; true when the event it ends completes the answer.</summary>
    protected abstract bool OnEventEnd();

    /// <summary>Takes the line that ends at <paramref name="length"/> bytes from <paramref name="position"/>; returns where the next begins.</summary>
    private int EndLine(ReadOnlySpan<byte> bytes, int position, int length)
    {
        var line = bytes.Slice(position, length);
        var next = position + length + 1;
        if (bytes[next - 1] == '\r')
        {
            if (next == bytes.Length)
            {
                _skipLineFeed = true;
            }
            else if (bytes[next] == '\n')
            {
                next++;
            }
        }

        Held += next - position;
        if (_lineLength > 0)
        {
            Keep(line);
            OnLine(_line.WrittenSpan, _lineLength);
            _line.ResetWrittenCount();
            _lineLength = 0;
        }
        else if (length > 0)
        {
            OnLine(line, length);
        }
        else if (!IsComplete)
        {
            // A parser may take a lone CR for the whole end of the line, so its first byte is the one that completes the event; it
            // and all that follows stay until the entry is durable.
            IsComplete = OnEventEnd();
            Held = IsComplete ? next - position : 0;
        }

        return next;
    }

    private void Keep(ReadOnlySpan<byte> part)
    {
        _lineLength += part.Length;
        var room = LongestLine - _line.WrittenCount;
        _line.Write(part[..Math.Min(part.Length, room)]);
    }
}
