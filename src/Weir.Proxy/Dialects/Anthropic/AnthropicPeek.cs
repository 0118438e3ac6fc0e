using System.Text.Json;
using System.Text.Unicode;

namespace Weir.Proxy.Dialects.Anthropic;

/// <summary>
/// Reads a Messages request once, without keeping a document: <c>{"model":"…","max_tokens":1024,"stream":true,"messages":[…],…}</c>.
/// </summary>
internal static class AnthropicPeek
{
    /// <summary>Deeper than any real request; a bomb of brackets ends here.</summary>
    private const int MaxDepth = 256;

    /// <summary>In bytes; the ledger keeps each name it meets.</summary>
    private const int LongestModel = 256;

    /// <summary>The names Weir reads; the first fields decide about money, the last are only copied into a request for an exact count.</summary>
    private static readonly string[] Names =
    [
        "model", "max_tokens", "stream", "messages", "system", "tools", "thinking", "mcp_servers", "container", "fallback", "fallbacks",
        "tool_choice", "output_config", "cache_control", "context_management", "output_format", "thread", "diagnostics",
    ];

    /// <summary>What <c>count_tokens</c> takes of the above; it refuses the others.</summary>
    private static readonly HashSet<string> CountedNames =
    [
        "model", "messages", "system", "tools", "thinking", "mcp_servers", "tool_choice", "output_config", "cache_control", "context_management",
        "output_format",
    ];

    /// <returns>Null, or what is wrong with the body.</returns>
    public static string? Read(ReadOnlySpan<byte> body, RequestPeek peek)
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

    private static string? ReadTop(ref JsonScanner reader, RequestPeek peek)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return "The request body is not a JSON object.";
        }

        peek.Top = new(reader.Position, IsEmpty: true);
        var seen = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            peek.Top = peek.Top with { IsEmpty = false };
            var start = reader.TokenStart;
            var index = FieldNames.Find(ref reader, Names);
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

            var name = Names[index];
            if ((seen & (1 << index)) != 0)
            {
                return $"{name}: the field appears twice.";
            }

            seen |= 1 << index;
            if (ReadField(name, ref reader, peek) is { } problem)
            {
                return $"{name}: {problem}";
            }

            if (CountedNames.Contains(name))
            {
                peek.Counted.Add(new(start, reader.Position - start));
            }
        }

        // Reads on to the end, so that anything behind the object is found too.
        reader.Read();
        return null;
    }

    /// <summary>Reads one value and leaves the reader on its last token.</summary>
    private static string? ReadField(string name, ref JsonScanner reader, RequestPeek peek)
    {
        var at = new ByteRange(reader.TokenStart, reader.Position - reader.TokenStart);
        switch (name)
        {
            case "model":
                peek.ModelAt = at;
                return ReadModel(ref reader, peek);

            case "max_tokens":
                peek.OutputCapAt = at;
                return ReadOutputCap(ref reader, peek);

            case "stream":
                peek.Stream = reader.TokenType == JsonTokenType.True;
                return reader.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null ? null : "Input should be true or false.";

            case "messages":
                return reader.TokenType == JsonTokenType.StartArray ? AnthropicContent.ReadMessages(ref reader, peek) : "Input should be an array.";

            case "system":
                if (reader.TokenType == JsonTokenType.StartArray)
                {
                    AnthropicContent.ReadBlocks(ref reader, peek);
                    return null;
                }

                return reader.TokenType is JsonTokenType.String or JsonTokenType.Null ? null : "Input should be a string or an array.";

            case "tools":
                return ReadOptional(ref reader, JsonTokenType.StartArray, peek, AnthropicTools.ReadTools);

            case "mcp_servers":
                return ReadOptional(ref reader, JsonTokenType.StartArray, peek, AnthropicTools.ReadServers);

            case "thinking":
                return ReadOptional(ref reader, JsonTokenType.StartObject, peek, AnthropicTools.ReadThinking);

            case "container":
                AnthropicTools.ReadContainer(ref reader, peek);
                return null;

            case "fallback" or "fallbacks":
                AnthropicTools.ReadFurtherModels(ref reader, peek);
                return null;

            case "context_management":
                AnthropicTools.ReadContextManagement(ref reader, peek);
                return null;

            case "thread":
                peek.ContinuesThread = AnthropicTools.ReadStoredMessage(ref reader, peek);
                return null;

            case "diagnostics":
                AnthropicTools.ReadStoredMessage(ref reader, peek);
                return null;

            default:
                reader.Skip();
                return null;
        }
    }

    private static string? ReadModel(ref JsonScanner reader, RequestPeek peek)
    {
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

    private static string? ReadOutputCap(ref JsonScanner reader, RequestPeek peek)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var cap) || cap < 0)
        {
            return "Input should be a whole number, 0 or more.";
        }

        peek.OutputCap = cap;
        return null;
    }

    private delegate void FieldReader(ref JsonScanner reader, RequestPeek peek);

    private static string? ReadOptional(ref JsonScanner reader, JsonTokenType type, RequestPeek peek, FieldReader read)
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
