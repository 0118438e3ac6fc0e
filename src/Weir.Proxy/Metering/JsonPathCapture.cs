using System.Buffers;
using System.Text;

namespace Weir.Proxy.Metering;

/// <summary>
/// Walks through one JSON object that comes in pieces, keeping nothing of it but the values at a few paths, and sees where it ends. Memory
/// is bounded whatever the object's size.
/// </summary>
internal sealed class JsonPathCapture
{
    /// <summary>What is looked for is far smaller; what is larger isn't it.</summary>
    private const int LongestValue = 64 * 1024;

    private static readonly SearchValues<byte> StringEnds = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[],:"u8);

    private readonly ValueFound _found;
    private readonly byte[][][] _paths;

    /// <summary>For each open bracket down to where the longest path ends: the paths that lead through it, a bit for each, and whether it is an object's.</summary>
    private readonly (uint Paths, bool IsObject)[] _open;
    private readonly ArrayBufferWriter<byte> _value = new(512);
    private readonly byte[] _name;
    private int _nameLength;
    private int _depth;
    private bool _inString;
    private bool _escaped;
    private bool _atName;
    private uint _next;
    private int _capturing = -1;
    private int _capturedIn;
    private bool _isTooLarge;

    /// <param name="found">Told of each value, once it is whole.</param>
    /// <param name="paths">
    /// Names with dots between them, <c>*</c> for every element of an array: <c>response.output.*.id</c>. None leads through the end of another.
    /// </param>
    public JsonPathCapture(ValueFound found, params string[] paths)
    {
        _found = found;
        _paths = [.. paths.Select(path => path.Split('.').Select(Encoding.UTF8.GetBytes).ToArray())];
        _open = new (uint, bool)[_paths.Max(path => path.Length) + 1];
        _name = new byte[_paths.SelectMany(path => path).Max(name => name.Length) + 1];
    }

    /// <param name="path">Which of the paths.</param>
    /// <param name="value">As it stood, white space around it included.</param>
    public delegate void ValueFound(int path, ReadOnlySpan<byte> value);

    /// <summary>True once the closing brace of the object was read.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>True when the first byte that isn't white space was no opening brace.</summary>
    public bool IsNoObject { get; private set; }

    private static ReadOnlySpan<byte> EveryElement => "*"u8;

    private bool IsOnPath => _depth > 0 && _depth < _open.Length;

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

        _escaped = bytes[end] == '\\';
        if (_escaped)
        {
            Take(bytes[..(end + 1)]);
        }
        else
        {
            Take(bytes[..end]);
            Capture(bytes.Slice(end, 1));
            _inString = false;
        }

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
        switch (bytes[at])
        {
            case (byte)'"':
                _inString = true;
                _nameLength = 0;
                Capture(bytes.Slice(at, 1));
                break;
            case (byte)'{' or (byte)'[':
                Capture(bytes.Slice(at, 1));
                Open(bytes[at] == '{');
                break;
            case (byte)'}' or (byte)']':
                EndValue();
                _depth--;
                _atName = false;
                Capture(bytes.Slice(at, 1));
                IsComplete = _depth == 0;
                break;
            case (byte)':' when _atName && IsOnPath:
                Capture(bytes.Slice(at, 1));
                _atName = false;
                BeginValue(GoingOn(_name.AsSpan(0, _nameLength)));
                break;
            case (byte)',' when IsOnPath:
                EndValue();
                Capture(bytes.Slice(at, 1));
                _atName = _open[_depth].IsObject;
                if (!_atName)
                {
                    BeginValue(GoingOn(EveryElement));
                }

                break;
            default:
                Capture(bytes.Slice(at, 1));
                break;
        }

        return bytes[(at + 1)..];
    }

    private void Open(bool isObject)
    {
        var paths = _depth == 0 ? uint.MaxValue : IsOnPath ? _next : 0;
        _depth++;
        _atName = isObject;
        if (IsOnPath)
        {
            _open[_depth] = (paths, isObject);
            if (!isObject)
            {
                BeginValue(GoingOn(EveryElement));
            }
        }
    }

    /// <summary>The paths through the bracket we are in that go on with this name.</summary>
    private uint GoingOn(ReadOnlySpan<byte> name)
    {
        var fitting = 0U;
        for (var path = 0; path < _paths.Length; path++)
        {
            var leadsHere = (_open[_depth].Paths & (1U << path)) != 0 && _paths[path].Length >= _depth;
            fitting |= leadsHere && name.SequenceEqual(_paths[path][_depth - 1]) ? 1U << path : 0;
        }

        return fitting;
    }

    private void BeginValue(uint paths)
    {
        _next = paths;
        for (var path = 0; path < _paths.Length; path++)
        {
            if ((paths & (1U << path)) != 0 && _paths[path].Length == _depth)
            {
                (_capturing, _capturedIn, _isTooLarge) = (path, _depth, false);
                _value.ResetWrittenCount();
            }
        }
    }

    private void EndValue()
    {
        if (_capturing < 0 || _depth != _capturedIn)
        {
            return;
        }

        var path = _capturing;
        _capturing = -1;
        if (!_isTooLarge && _value.WrittenSpan.ContainsAnyExcept(" \t\r\n"u8))
        {
            _found(path, _value.WrittenSpan);
        }
    }

    /// <summary>Takes a part of a string: of a name it is compared, of a value it is kept.</summary>
    private void Take(ReadOnlySpan<byte> part)
    {
        if (_atName && IsOnPath)
        {
            // What is longer than any name is none of them, however it goes on.
            var room = Math.Min(part.Length, _name.Length - _nameLength);
            part[..room].CopyTo(_name.AsSpan(_nameLength));
            _nameLength += room;
        }

        Capture(part);
    }

    private void Capture(ReadOnlySpan<byte> part)
    {
        if (_capturing < 0)
        {
            return;
        }

        _isTooLarge |= _value.WrittenCount + part.Length > LongestValue;
        if (!_isTooLarge)
        {
            _value.Write(part);
        }
    }
}
