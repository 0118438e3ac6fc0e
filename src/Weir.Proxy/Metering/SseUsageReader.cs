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
    private long _begun;
    private bool _withholds;
    private bool _endsHere;

    public override void Read(ReadOnlySpan<byte> bytes)
    {
        var position = _skipLineFeed && !bytes.IsEmpty ? EndSplitLine(bytes[0]) : 0;
        while (position < bytes.Length)
        {
            var rest = bytes[position..];
            var end = rest.IndexOfAny(LineEnds);
            if (end < 0)
            {
                Keep(rest);
                Held += rest.Length;
                break;
            }

            position = EndLine(bytes, position, end);
        }

        _begun += bytes.Length;
    }

    /// <summary>Called for each line with content, without its end. <paramref name="length"/> is larger than the line when it was too long to keep.</summary>
    protected abstract void OnLine(ReadOnlySpan<byte> line, long length);

    /// <summary>Called at each empty line; true when the event it ends completes the answer.</summary>
    protected abstract bool OnEventEnd();

    /// <summary>Called with what doesn't fit any more into a line that is too long to keep, piece by piece.</summary>
    /// <param name="kept">The beginning of the line, the same each time.</param>
    /// <param name="more">What comes next.</param>
    protected virtual void OnOverflow(ReadOnlySpan<byte> kept, ReadOnlySpan<byte> more)
    {
        // Most readers know enough when they know how long it was.
    }

    /// <summary>The event that ends is not for the caller. Called by <see cref="OnEventEnd"/>.</summary>
    protected void WithholdEvent() => _withholds = true;

    /// <summary>The line that is being read completes the answer by itself: who reads line by line sees the end there.</summary>
    protected void EndAtLine() => _endsHere = true;

    /// <summary>What a line says behind the colon at whose end it begins; one space there is optional and not part of it.</summary>
    protected static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> line, int colon) =>
        line.Length > colon && line[colon] == ' ' ? line[(colon + 1)..] : line[colon..];

    /// <summary>The second half of a CR LF that was split belongs to the line before, and goes or stays with it.</summary>
    private int EndSplitLine(byte next)
    {
        _skipLineFeed = false;
        var isSecondHalf = next == '\n';
        if (_withholds)
        {
            if (isSecondHalf)
            {
                Withheld = (Withheld!.Value.Start, Withheld.Value.Length + 1);
            }

            _withholds = false;
            Held = 0;
        }
        else if (isSecondHalf && Held > 0)
        {
            Held++;
        }

        return isSecondHalf ? 1 : 0;
    }

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
            EndEvent(_begun + next, next - position);
        }

        if (_endsHere && !IsComplete)
        {
            IsComplete = true;
            Held = next - position - length;
        }

        return next;
    }

    /// <param name="end">Just behind its empty line, counted from the answer's first byte.</param>
    /// <param name="lineEnd">The bytes of that line.</param>
    private void EndEvent(long end, int lineEnd)
    {
        IsComplete = OnEventEnd();
        if (IsComplete)
        {
            // A parser may take a lone CR for the whole end of the line, so its first byte is the one that completes the event; it
            // and all that follows stay until the entry is durable.
            Held = lineEnd;
            _withholds = false;
            return;
        }

        if (_withholds)
        {
            Withhold(end - Held, Held);
            // While the other half of its end may be to come, it stays whole.
            _withholds = _skipLineFeed;
        }

        Held = _withholds ? Held : 0;
    }

    private void Withhold(long start, long length) =>
        Withheld = Withheld is { } before && before.Start >= _begun && before.Start + before.Length == start ? (before.Start, before.Length + length) : (start, length);

    private void Keep(ReadOnlySpan<byte> part)
    {
        _lineLength += part.Length;
        var kept = Math.Min(part.Length, LongestLine - _line.WrittenCount);
        _line.Write(part[..kept]);
        if (kept < part.Length)
        {
            OnOverflow(_line.WrittenSpan, part[kept..]);
        }
    }
}
