using System.Text.Json;

namespace Weir.Proxy.Dialects;

/// <summary>
/// Walks through JSON text strictly (RFC 8259), token by token, with the members of <see cref="Utf8JsonReader"/> that a request peek
/// needs. That one checks a string byte by byte from its first escape on; prompts are long strings full of escapes, and this jumps
/// from one to the next, which halves what a large body costs. Structure and string ends are found here; numbers, and what an escaped
/// string says, are left to the framework.
/// </summary>
internal ref struct JsonScanner
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly int _maxDepth;
    private DepthStack _isObject;
    private bool _atName;
    private bool _afterValue;

    /// <param name="json">Valid UTF-8.</param>
    /// <param name="maxDepth">The deepest nesting that passes; at most <see cref="DepthStack.Capacity"/>.</param>
    public JsonScanner(ReadOnlySpan<byte> json, int maxDepth)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxDepth, DepthStack.Capacity);
        _json = json;
        _maxDepth = maxDepth;
    }

    public JsonTokenType TokenType { get; private set; }

    /// <summary>Where the token begins; a string's at its quote.</summary>
    public int TokenStart { get; private set; }

    /// <summary>Just behind the token.</summary>
    public int Position { get; private set; }

    /// <summary>As for <see cref="Utf8JsonReader.CurrentDepth"/>: an opening and its closing token are at the depth around them.</summary>
    public readonly int CurrentDepth => TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray ? _isObject.Depth - 1 : _isObject.Depth;

    public bool ValueIsEscaped { get; private set; }

    /// <summary>The token as it stands; of a string or a name what is between the quotes.</summary>
    public readonly ReadOnlySpan<byte> ValueSpan => TokenType is JsonTokenType.String or JsonTokenType.PropertyName
        ? _json[(TokenStart + 1)..StringEnd]
        : _json[TokenStart..Position];

    /// <summary>What stands between <paramref name="start"/> and <see cref="Position"/>.</summary>
    public readonly ReadOnlySpan<byte> Since(int start) => _json[start..Position];

    private int StringEnd { get; set; }

    /// <summary>Moves to the next token; false behind the last.</summary>
    /// <exception cref="JsonException">The text is not JSON, or too deep.</exception>
    public bool Read()
    {
        ValueIsEscaped = false;
        SkipWhiteSpace();
        if (Position == _json.Length)
        {
            return TokenType == JsonTokenType.None || _isObject.Depth > 0 ? throw Malformed() : false;
        }

        var next = _json[Position];
        if (_afterValue)
        {
            if (_isObject.Depth == 0)
            {
                throw Malformed();
            }

            if (next is (byte)'}' or (byte)']')
            {
                return Close(next);
            }

            if (next != ',')
            {
                throw Malformed();
            }

            Position++;
            SkipWhiteSpace();
            _afterValue = false;
            _atName = _isObject.Peek();
            next = Position < _json.Length ? _json[Position] : throw Malformed();
        }
        else if (next is (byte)'}' or (byte)']' && TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            return Close(next);
        }

        return _atName ? ReadName(next) : ReadValue(next);
    }

    /// <summary>From an opening token to its closing one; from a name to the end of its value; elsewhere nothing.</summary>
    public void Skip()
    {
        if (TokenType == JsonTokenType.PropertyName)
        {
            Read();
        }

        if (TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return;
        }

        var depth = CurrentDepth;
        do
        {
            Read();
        }
        while (CurrentDepth > depth);
    }

    /// <summary>True when the string or name is <paramref name="text"/>, however it is escaped.</summary>
    public readonly bool Is(ReadOnlySpan<byte> text)
    {
        if (!ValueIsEscaped)
        {
            return ValueSpan.SequenceEqual(text);
        }

        var reader = Reader();
        return JsonText.Is(ref reader, text);
    }

    /// <summary>True when the string begins with <paramref name="prefix"/>; an escaped one is held to begin with nothing.</summary>
    public readonly bool StartsWith(ReadOnlySpan<byte> prefix) => !ValueIsEscaped && ValueSpan.StartsWith(prefix);

    /// <exception cref="InvalidOperationException">A lone surrogate was escaped, which is no text.</exception>
    public readonly string GetString() => Reader().GetString()!;

    /// <inheritdoc cref="GetString"/>
    public readonly int CopyString(Span<byte> to) => Reader().CopyString(to);

    public readonly bool TryGetInt64(out long value) => Reader().TryGetInt64(out value);

    /// <summary>The framework's reader, standing on this token alone.</summary>
    private readonly Utf8JsonReader Reader()
    {
        var end = TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? StringEnd + 1 : Position;
        var reader = new Utf8JsonReader(_json[TokenStart..end]);
        reader.Read();
        return reader;
    }

    private bool ReadName(byte first)
    {
        if (first != '"')
        {
            throw Malformed();
        }

        ReadString();
        SkipWhiteSpace();
        if (Position == _json.Length || _json[Position] != ':')
        {
            throw Malformed();
        }

        Position++;
        TokenType = JsonTokenType.PropertyName;
        _atName = false;
        return true;
    }

    private bool ReadValue(byte first)
    {
        TokenStart = Position;
        switch (first)
        {
            case (byte)'{' or (byte)'[':
                if (_isObject.Depth == _maxDepth)
                {
                    throw new JsonException($"The text is nested deeper than {_maxDepth}.", null, null, Position);
                }

                _isObject.Push(first == '{');
                _atName = first == '{';
                Position++;
                TokenType = first == '{' ? JsonTokenType.StartObject : JsonTokenType.StartArray;
                return true;
            case (byte)'"':
                ReadString();
                TokenType = JsonTokenType.String;
                break;
            case (byte)'t':
                ReadLiteral("true"u8, JsonTokenType.True);
                break;
            case (byte)'f':
                ReadLiteral("false"u8, JsonTokenType.False);
                break;
            case (byte)'n':
                ReadLiteral("null"u8, JsonTokenType.Null);
                break;
            default:
                ReadNumber();
                break;
        }

        _afterValue = true;
        return true;
    }

    private bool Close(byte bracket)
    {
        if (_isObject.Depth == 0 || _isObject.Peek() != (bracket == '}'))
        {
            throw Malformed();
        }

        TokenStart = Position++;
        _isObject.Pop();
        _afterValue = true;
        _atName = false;
        TokenType = bracket == '}' ? JsonTokenType.EndObject : JsonTokenType.EndArray;
        return true;
    }

    private void ReadString()
    {
        TokenStart = Position;
        StringEnd = JsonLexemes.StringEnd(_json, Position, out var isEscaped);
        if (StringEnd < 0)
        {
            throw Malformed();
        }

        ValueIsEscaped = isEscaped;
        Position = StringEnd + 1;
    }

    private void ReadLiteral(ReadOnlySpan<byte> literal, JsonTokenType type)
    {
        if (!_json[Position..].StartsWith(literal))
        {
            throw Malformed();
        }

        Position += literal.Length;
        TokenType = type;
    }

    private void ReadNumber()
    {
        var length = JsonLexemes.NumberLength(_json[Position..]);
        if (length == 0)
        {
            throw Malformed();
        }

        Position += length;
        TokenType = JsonTokenType.Number;
    }

    private void SkipWhiteSpace()
    {
        while (Position < _json.Length && _json[Position] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            Position++;
        }
    }

    private readonly JsonException Malformed() => new("The text is not JSON.", null, null, Position);
}
