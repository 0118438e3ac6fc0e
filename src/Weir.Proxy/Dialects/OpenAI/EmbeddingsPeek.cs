using System.Text.Json;

namespace Weir.Proxy.Dialects.OpenAI;

/// <summary>
/// Reads a request for embeddings once: <c>{"model":"…","input":"…"}</c>, where the input may be several texts, or their tokens as numbers, of
/// which each takes at least a byte of the body.
/// </summary>
internal static class EmbeddingsPeek
{
    /// <summary>vLLM takes <c>messages</c> here too, with pictures in them.</summary>
    private static readonly RequestFields Fields = new(["model", "input", "messages", "chat_template"], ReadField);

    /// <returns>Null, or what is wrong with the body.</returns>
    public static string? Read(ReadOnlySpan<byte> body, RequestPeek peek)
    {
        peek.IsInputOnly = true;
        return Fields.Read(body, peek);
    }

    private static string? ReadField(string name, ref JsonScanner reader, RequestPeek peek)
    {
        switch (name)
        {
            case "input":
                var isInput = reader.TokenType is JsonTokenType.String or JsonTokenType.StartArray;
                reader.Skip();
                return isInput ? null : "Input should be a string or an array.";
            case "messages":
                return reader.TokenType == JsonTokenType.StartArray ? ChatPeek.ReadMessages(ref reader, peek) : "Input should be an array.";
            default:
                return SharedFields.Read(name, ref reader, peek);
        }
    }
}
