using System.Text.Json;
using System.Text.Unicode;

namespace Weir.Proxy.Dialects;

/// <summary>
/// The fields that a dialect reads of a request's body, or of the options within it. The object is walked through once, strictly: a name that
/// stands twice, or that only some parsers would take for one of these, is refused; what isn't read is only held to be JSON.
/// </summary>
/// <param name="names">Lower case, at most 64 of them.</param>
/// <param name="read">Reads the value of one of them.</param>
internal sealed class RequestFields(string[] names, RequestFields.FieldReader read)
{
    /// <summary>Deeper than any real request; a bomb of brackets ends here.</summary>
    private const int MaxDepth = DepthStack.Capacity;

    /// <summary>In bytes; the ledger keeps each name it meets.</summary>
    private const int LongestModel = 256;

    /// <summary>Reads one value and leaves the reader on its last token; null, or what is wrong with it.</summary>
    public delegate string? FieldReader(string name, ref JsonScanner reader, RequestPeek peek);

    public delegate void ValueReader(ref JsonScanner reader, RequestPeek peek);

    /// <summary>Those that a request for an exact count takes over.</summary>
    public HashSet<string> Counted { get; init; } = [];

    /// <summary>A value that is one of some words; null for null. What is no string is no word that anybody knows.</summary>
    public static string? ReadWord(ref JsonScanner reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        var word = reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length <= LongestModel ? reader.GetString() : "?";
        reader.Skip();
        return word;
    }

    /// <returns>Null, or what is wrong with the body.</returns>
    public string? Read(ReadOnlySpan<byte> body, RequestPeek peek)
    {
        if (!Utf8.IsValid(body))
        {
            return "The request body is not valid UTF-8.";
        }

        try
        {
            var reader = new JsonScanner(body, MaxDepth);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return "The request body is not a JSON object.";
            }

            if (ReadObject(ref reader, peek, out var top) is { } problem)
            {
                return problem;
            }

            peek.Top = top;
            // Reads on to the end, so that anything behind the object is found too.
            reader.Read();
            return null;
        }
        catch (JsonException malformed)
        {
            return $"The request body is not valid JSON (at byte {malformed.BytePositionInLine + 1}).";
        }
        catch (InvalidOperationException)
        {
            return "The request body has a field name or model that is not valid text.";
        }
    }

    /// <summary>Reads from an opening brace to the closing one.</summary>
    /// <returns>Null, or what is wrong with a field.</returns>
    public string? ReadObject(ref JsonScanner reader, RequestPeek peek, out ObjectPlace place)
    {
        place = new(reader.Position, IsEmpty: true);
        var seen = 0UL;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            place = place with { IsEmpty = false };
            var start = reader.TokenStart;
            var index = FieldNames.Find(ref reader, names);
            if (index == FieldNames.Variant)
            {
                return "A field differs from one the gateway reads in upper and lower case only.";
            }

            reader.Read();
            if (index == FieldNames.Other)
            {
                reader.Skip();
                continue;
            }

            var name = names[index];
            if ((seen & (1UL << index)) != 0)
            {
                return $"{name}: the field appears twice.";
            }

            seen |= 1UL << index;
            if (read(name, ref reader, peek) is { } problem)
            {
                return $"{name}: {problem}";
            }

            if (Counted.Contains(name))
            {
                peek.Counted.Add(new(start, reader.Position - start));
            }
        }

        return null;
    }

    /// <summary>Where the value stands that the reader is on; of an object or array its opening.</summary>
    public static ByteRange At(ref JsonScanner reader) => new(reader.TokenStart, reader.Position - reader.TokenStart);

    public static string? ReadModel(ref JsonScanner reader, RequestPeek peek)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return "Input should be a string.";
        }

        if (reader.ValueSpan.Length > LongestModel)
        {
            return $"String should have at most {LongestModel} characters.";
        }

        peek.ModelAt = At(ref reader);
        peek.Model = reader.GetString();
        // The ledger keeps it, and PostgreSQL takes every character but this.
        return peek.Model!.Contains('\0', StringComparison.Ordinal) ? "String should not contain the character U+0000." : null;
    }

    public static string? ReadStream(ref JsonScanner reader, RequestPeek peek)
    {
        var problem = ReadFlag(ref reader, out var stream);
        peek.NamesStream = true;
        peek.Stream = stream;
        return problem;
    }

    /// <summary>Null is false.</summary>
    public static string? ReadFlag(ref JsonScanner reader, out bool flag)
    {
        flag = reader.TokenType == JsonTokenType.True;
        return reader.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null ? null : "Input should be true or false.";
    }

    /// <summary>Reads a count of tokens or answers; null stays null.</summary>
    public static string? ReadCount(ref JsonScanner reader, long least, out long? count)
    {
        count = null;
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var number) || number < least)
        {
            return $"Input should be a whole number, {least} or more.";
        }

        count = number;
        return null;
    }

    /// <summary>Reads a value that must be of one type, or null, which says nothing.</summary>
    public static string? ReadOptional(ref JsonScanner reader, JsonTokenType type, RequestPeek peek, ValueReader read)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != type)
        {
            return type == JsonTokenType.StartArray ? "Input should be an array." : "Input should be an object.";
        }

        read(ref reader, peek);
        return null;
    }
}
