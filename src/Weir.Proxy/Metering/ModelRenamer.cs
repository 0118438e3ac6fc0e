using System.Buffers;
using System.Text.Json;

namespace Weir.Proxy.Metering;

/// <summary>
/// Replaces the model's name in answers that come in pieces. It stands as <c>model</c> in the outermost object, or in an object
/// <c>message</c> or <c>response</c> directly within that one: <c>{"type":"message_start","message":{"model":"…"}}</c>. The same word elsewhere, in a
/// tool's input say, is the model's own output and passes.
/// </summary>
internal sealed class ModelRenamer(string from, string to)
{
    private const int DeepestModel = 2;

    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[],:"u8);

    private static readonly SearchValues<byte> StringEnds = SearchValues.Create("\"\\"u8);

    private readonly byte[] _from = JsonSerializer.SerializeToUtf8Bytes(from);
    private readonly byte[] _to = JsonSerializer.SerializeToUtf8Bytes(to);
    private readonly ArrayBufferWriter<byte> _written = new(1024);

    /// <summary>The string that is being read, quotes included, as far as it may matter.</summary>
    private readonly ArrayBufferWriter<byte> _string = new(64);

    private int _depth;
    private bool _inString;
    private bool _escaped;
    private bool _atName;
    private bool _isKept;
    private bool _isInParent;
    private Name _name;

    /// <summary>What can go out; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Written => _written.WrittenMemory;

    public void Clear() => _written.ResetWrittenCount();

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = _inString ? InString(bytes) : Outside(bytes);
        }
    }

    /// <summary>The answer is over: what was kept back goes out as it is.</summary>
    public void End()
    {
        if (_inString && _isKept)
        {
            _written.Write(_string.WrittenSpan);
            _string.ResetWrittenCount();
            _isKept = false;
        }
    }

    private ReadOnlySpan<byte> Outside(ReadOnlySpan<byte> bytes)
    {
        var at = bytes.IndexOfAny(Structure);
        if (at < 0)
        {
            _written.Write(bytes);
            return default;
        }

        _written.Write(bytes[..at]);
        var mark = bytes[at];
        switch (mark)
        {
            case (byte)'"' when _depth > 0:
                _inString = true;
                // Names near the top, and the value that follows the name we look for, are short; nothing else is kept back.
                _isKept = _depth <= DeepestModel && (_atName || (_name == Name.Model && (_depth == 1 || _isInParent)));
                _string.ResetWrittenCount();
                Take(bytes.Slice(at, 1));
                return bytes[(at + 1)..];
            case (byte)'{' or (byte)'[':
                _depth++;
                _isInParent = _depth == DeepestModel ? mark == '{' && _name == Name.Parent : _isInParent;
                _atName = mark == '{';
                _name = Name.Other;
                break;
            case (byte)'}' or (byte)']':
                _depth = Math.Max(0, _depth - 1);
                _atName = false;
                _name = Name.Other;
                break;
            case (byte)',':
                // Within an array a string is no name, but it is compared with nothing either unless a colon follows it.
                _atName = true;
                _name = Name.Other;
                break;
            case (byte)':':
                _atName = false;
                break;
        }

        _written.Write(bytes.Slice(at, 1));
        return bytes[(at + 1)..];
    }

    private ReadOnlySpan<byte> InString(ReadOnlySpan<byte> bytes)
    {
        if (_escaped)
        {
            _escaped = false;
            Take(bytes[..1]);
            return bytes[1..];
        }

        var end = bytes.IndexOfAny(StringEnds);
        if (end < 0)
        {
            Take(bytes);
            return default;
        }

        Take(bytes[..(end + 1)]);
        if (bytes[end] == '\\')
        {
            _escaped = true;
            return bytes[(end + 1)..];
        }

        EndString();
        return bytes[(end + 1)..];
    }

    private void Take(ReadOnlySpan<byte> part)
    {
        if (!_isKept)
        {
            _written.Write(part);
            return;
        }

        _string.Write(part);
        if (_string.WrittenCount > Math.Max(_from.Length, "\"response\""u8.Length))
        {
            // Too long to be anything that is looked for.
            End();
        }
    }

    private void EndString()
    {
        _inString = false;
        var text = _isKept ? _string.WrittenSpan : default;
        if (_atName)
        {
            _name = text.SequenceEqual("\"model\""u8) ? Name.Model
                : text.SequenceEqual("\"message\""u8) || text.SequenceEqual("\"response\""u8) ? Name.Parent
                : Name.Other;
        }
        else if (text.SequenceEqual(_from))
        {
            _string.ResetWrittenCount();
            _string.Write(_to);
        }

        if (_isKept)
        {
            _written.Write(_string.WrittenSpan);
            _isKept = false;
        }
    }

    /// <summary>The name before the value that is being read.</summary>
    private enum Name
    {
        Other,
        Model,
        Parent,
    }
}
