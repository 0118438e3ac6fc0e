using System.Text.Json;

namespace Weir.Proxy.Dialects.Anthropic;

/// <summary>
/// Reads a Messages request once, without keeping a document: <c>{"model":"…","max_tokens":1024,"stream":true,"messages":[…],…}</c>.
/// </summary>
internal static class AnthropicPeek
{
    /// <summary>The names Weir reads; the first fields decide about money, the last are only copied into a request for an exact count.</summary>
    private static readonly RequestFields Fields = new(
        [
            "model", "max_tokens", "stream", "messages", "system", "tools", "thinking", "mcp_servers", "container", "fallback", "fallbacks",
            "tool_choice", "output_config", "cache_control", "context_management", "output_format", "thread", "diagnostics", "speed", "service_tier", "inference_geo",
        ],
        ReadField)
    {
        // What count_tokens takes of the above; it refuses the others.
        Counted =
        [
            "model", "messages", "system", "tools", "thinking", "mcp_servers", "tool_choice", "output_config", "cache_control", "context_management",
            "output_format",
        ],
    };

    /// <returns>Null, or what is wrong with the body.</returns>
    public static string? Read(ReadOnlySpan<byte> body, RequestPeek peek)
    {
        // Marks for the cache may stand at any block; a name that is escaped could be one.
        peek.MayWriteCache = body.IndexOf("cache_control"u8) >= 0 || body.IndexOf("\\u00"u8) >= 0;
        return Fields.Read(body, peek);
    }

    private static string? ReadField(string name, ref JsonScanner reader, RequestPeek peek)
    {
        switch (name)
        {
            case "model":
                return RequestFields.ReadModel(ref reader, peek);

            case "max_tokens":
                peek.OutputCapAt = RequestFields.At(ref reader);
                var problem = RequestFields.ReadCount(ref reader, least: 0, out var cap);
                peek.OutputCap = cap;
                return problem;

            case "stream":
                return RequestFields.ReadStream(ref reader, peek);

            case "messages":
                return reader.TokenType == JsonTokenType.StartArray ? AnthropicContent.ReadMessages(ref reader, peek) : "Input should be an array.";

            case "system":
                if (reader.TokenType == JsonTokenType.StartArray)
                {
                    AnthropicContent.ReadBlocks(ref reader, peek);
                    return null;
                }

                return reader.TokenType is JsonTokenType.String or JsonTokenType.Null ? null : "Input should be a string or an array.";

            case "speed" or "service_tier" or "inference_geo":
                ReadPriceWord(name, RequestFields.ReadWord(ref reader), peek);
                return null;

            case "tools":
                return RequestFields.ReadOptional(ref reader, JsonTokenType.StartArray, peek, AnthropicTools.ReadTools);

            case "mcp_servers":
                return RequestFields.ReadOptional(ref reader, JsonTokenType.StartArray, peek, AnthropicTools.ReadServers);

            case "thinking":
                return RequestFields.ReadOptional(ref reader, JsonTokenType.StartObject, peek, AnthropicTools.ReadThinking);

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

    private static void ReadPriceWord(string name, string? word, RequestPeek peek)
    {
        switch (name)
        {
            case "speed":
                peek.Speed = word;
                break;
            case "service_tier":
                peek.ServiceTier = word;
                break;
            default:
                peek.InferenceGeo = word;
                break;
        }
    }
}
