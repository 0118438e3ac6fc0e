using System.Buffers;

namespace Weir.Proxy.Metering;

/// <summary>
/// Walks through one JSON object that comes in pieces, keeping nothing of it but the value of one member at its top level, and sees
/// where it ends. Memory is bounded whatever the object's size.
/// </summary>
internal sealed class JsonMemberCapture(byte[] member)
{
    /// <summary>A usage object is far smaller; what is larger isn't one.</summary>
    private const int LongestValue = 64 * 1024;

    private static readonly SearchValues<byte> StringEnds = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[],:"u8);

    private readonly ArrayBufferWriter<byte> _value = new(512);
    private int _depth;
    private bool _inString;
    private bool _escaped;
    private bool _atName;
    private bool _capturing;
    private bool _nameFits;
    private int _nameLength;

    /// <summary>True once the closing brace of the object was read.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>True when the first byte that isn't white space was no opening brace.</summary>
    public bool IsNoObject { get; private set; }

    /// <summary>The member's value as it stood; empty when it hasn't come, or was too large.</summary>
    public ReadOnlySpan<byte> Value => _value.WrittenSpan;

    /// <returns>How many of the bytes are behind the object's end.</returns>
    public int Read(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !IsComplete && !IsNoObject)
        {
            bytes = _inString ? ReadString(bytes) : ReadStructure(bytes);
        }

        return bytes.Length;
    }

    private ReadOnlySpan<byte> ReadString(ReadOnlySpan<byte> bytes)
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

        Take(bytes[..end]);
        if (bytes[end] == '\\')
        {
            _escaped = true;
            Take(bytes.Slice(end, 1));
            return bytes[(end + 1)..];
        }

        _inString = false;
        Capture(bytes.Slice(end, 1));
        return bytes[(end + 1)..];
    }

    private ReadOnlySpan<byte> ReadStructure(ReadOnlySpan<byte> bytes)
    {
        var at = bytes.IndexOfAny(Structure);
        if (_depth == 0)
        {
            IsNoObject = bytes[..(at < 0 ? bytes.Length : at)].ContainsAnyExcept(" \t\r\n"u8) || (at >= 0 && bytes[at] != '{');
        }

        if (at < 0)
        {
            Capture(bytes);
            return default;
        }

        Capture(bytes[..at]);
        var mark = bytes[at];
        switch (mark)
        {
            case (byte)'"':
                _inString = true;
                if (_depth == 1 && _atName)
                {
                    _nameFits = true;
                    _nameLength = 0;
                }

                break;
            case (byte)'{' or (byte)'[':
                _depth++;
                _atName = _depth == 1;
                break;
            case (byte)'}' or (byte)']':
                _depth--;
                _capturing &= _depth > 0;
                IsComplete = _depth == 0;
                break;
            case (byte)':' when _depth == 1:
                _atName = false;
                _capturing = _nameFits && _nameLength == member.Length;
                if (_capturing)
                {
                    _value.ResetWrittenCount();
                }

                return bytes[(at + 1)..];
            case (byte)',' when _depth == 1:
                _atName = true;
                _capturing = false;
                break;
        }

        Capture(bytes.Slice(at, 1));
        return bytes[(at + 1)..];
    }

    /// <summary>Takes a part of a string: of a name at the top level it is compared, of the member's value it is kept.</summary>
    private void Take(ReadOnlySpan<byte> part)
    {
        if (_depth == 1 && _atName)
        {
            _nameFits = _nameFits && _nameLength + part.Length <= member.Length && part.SequenceEqual(member.AsSpan(_nameLength, part.Length));
            _nameLength += part.Length;
        }

        Capture(part);
    }

    private void Capture(ReadOnlySpan<byte> part)
    {
        if (_capturing && _value.WrittenCount + part.Length <= LongestValue)
        {
            _value.Write(part);
        }
    }
}
