using System.Text.Json;

namespace Weir.Proxy.Dialects.OpenAI;

/// <summary>
/// Reads a request of the Responses API once, without keeping a document:
/// <c>{"model":"…","max_output_tokens":1024,"stream":true,"input":[…],"tools":[…],"store":false,…}</c>.
/// </summary>
internal static class ResponsesPeek
{
    private static readonly RequestFields Fields = new(
        [
            .. SharedFields.Names,
            "input", "instructions", "max_output_tokens", "background", "previous_response_id", "conversation", "prompt", "context_management",
            "parallel_tool_calls", "text", "tool_choice", "truncation",
        ],
        ReadField)
    {
        // What the question for an exact count takes.
        Counted =
        [
            "model", "input", "instructions", "tools", "reasoning", "previous_response_id", "conversation", "parallel_tool_calls", "text", "tool_choice",
            "truncation",
        ],
    };

    /// <returns>Null, or what is wrong with the body.</returns>
    public static string? Read(ReadOnlySpan<byte> body, RequestPeek peek)
    {
        // OpenAI keeps every answer that isn't asked to be forgotten.
        peek.KeepsAnswer = true;
        return Fields.Read(body, peek);
    }

    private static string? ReadField(string name, ref JsonScanner reader, RequestPeek peek)
    {
        switch (name)
        {
            case "input":
                return reader.TokenType switch
                {
                    JsonTokenType.StartArray => ResponseItems.Read(ref reader, peek),
                    JsonTokenType.String or JsonTokenType.Null => null,
                    _ => "Input should be a string or an array.",
                };
            case "instructions":
                return reader.TokenType is JsonTokenType.String or JsonTokenType.Null ? null : "Input should be a string.";
            case "max_output_tokens":
                peek.OutputCapAt = RequestFields.At(ref reader);
                return SharedFields.ReadCap(ref reader, peek, out _);
            case "background":
                return RequestFields.ReadFlag(ref reader, out var isInBackground)
                    ?? (isInBackground ? "Answers that are made in the background are not metered, so the gateway does not pass them on." : null);
            case "previous_response_id" or "conversation" or "prompt":
                // What was said before, or a prompt that is kept, comes on top of the body.
                peek.Surcharges += reader.TokenType == JsonTokenType.Null ? 0 : 1;
                StoredIds.Read(ref reader, peek);
                return null;
            case "context_management":
                return RequestFields.ReadOptional(ref reader, JsonTokenType.StartArray, peek, ReadContextManagement);
            case "parallel_tool_calls" or "text" or "tool_choice" or "truncation":
                reader.Skip();
                return null;
            default:
                return SharedFields.Read(name, ref reader, peek);
        }
    }

    /// <summary><c>[{"type":"compaction","compact_threshold":200000}]</c>: compaction reads the context and writes a summary of it, besides the answer itself.</summary>
    private static void ReadContextManagement(ref JsonScanner reader, RequestPeek peek)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            peek.Surcharges++;
            reader.Skip();
        }
    }
}
