using System.Text.Json;

namespace Weir.Proxy.Dialects.Anthropic;

/// <summary>
/// Reads a Messages request once, without keeping a document: <c>{"model":"…","max_tokens":1024,"stream":true,"messages":[…],…}</c>.
/// </summary>
internal static class AnthropicPeek
{
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

    private static readonly RequestFields Fields = new(Names, ReadField) { Counted = CountedNames };

    /// <returns>Null, or what is wrong with the body.</returns>
    public static string? Read(ReadOnlySpan<byte> body, RequestPeek peek) => Fields.Read(body, peek);

    /// <summary>Reads one value and leaves the reader on its last token.</summary>
    private static string? ReadField(string name, ref JsonScanner reader, RequestPeek peek)
    {
        switch (name)
        {
            case "model":
                return RequestFields.ReadModel(ref reader, peek);

            case "max_tokens":
                peek.OutputCapAt = RequestFields.At(ref reader);
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

            case "thread" or "diagnostics":
                AnthropicTools.ReadStoredMessage(ref reader, peek);
                return null;

            default:
                reader.Skip();
                return null;
        }
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
