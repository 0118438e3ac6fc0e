using System.Text.Json;
using System.Text.Unicode;

namespace Weir.Proxy.Dialects;

/// <summary>
/// The fields that a dialect reads at the top level of a request body. The body is walked through once, strictly, without keeping a
/// document; what the dialect does not read is only held to be JSON.
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

    /// <summary>Those that a request for an exact count takes over.</summary>
    public HashSet<string> Counted { get; init; } = [];

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
            return ReadTop(ref reader, peek);
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

    /// <summary>The value that the reader stands on, if it is one token.</summary>
    public static ByteRange At(ref JsonScanner reader) => new(reader.TokenStart, reader.Position - reader.TokenStart);

    /// <summary>Reads the model's name.</summary>
    public static string? ReadModel(ref JsonScanner reader, RequestPeek peek)
    {
        peek.ModelAt = At(ref reader);
        if (reader.TokenType != JsonTokenType.String)
        {
            return "Input should be a string.";
        }

        if (reader.ValueSpan.Length > LongestModel)
        {
            return $"String should have at most {LongestModel} characters.";
        }

        peek.Model = reader.GetString();
        return null;
    }

    private string? ReadTop(ref JsonScanner reader, RequestPeek peek)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return "The request body is not a JSON object.";
        }

        peek.Top = new(reader.Position, IsEmpty: true);
        var seen = 0UL;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            peek.Top = peek.Top with { IsEmpty = false };
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

        // Reads on to the end, so that anything behind the object is found too.
        reader.Read();
        return null;
    }
}
