using System.Text.Json;

namespace Weir.Proxy.Dialects.Ollama;

/// <summary>
/// Reads what of a request goes into the prompt, and counts its characters: Ollama leaves counts out of some answers, and then these are
/// what is known.
/// </summary>
internal static class OllamaTexts
{
    private const int CharactersPerNumber = 4;

    /// <summary>Ollama writes a tool or a call with fields that a request can leave out: <c>{"type":"","function":{"name":"","description":"",…}}</c>.</summary>
    private const int BytesAddedToCall = 128;

    private const string NoText = "Input should be a string.";

    private const string NoArray = "Input should be an array.";

    /// <summary>A text, or none.</summary>
    public static string? ReadText(ref JsonScanner reader, RequestPeek peek)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            Add(peek, JsonText.Characters(reader.ValueSpan));
            return null;
        }

        return reader.TokenType == JsonTokenType.Null ? null : NoText;
    }

    /// <summary>What is to be embedded: one text or several.</summary>
    public static string? ReadInput(ref JsonScanner reader, RequestPeek peek)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return ReadText(ref reader, peek) is null ? null : "Input should be a string or an array of strings.";
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String)
            {
                return "Input should be a string or an array of strings.";
            }

            Add(peek, JsonText.Characters(reader.ValueSpan));
        }

        return null;
    }

    /// <summary><c>[128006,882,…]</c>, from an earlier answer: each number is a token already.</summary>
    public static string? ReadContext(ref JsonScanner reader, RequestPeek peek)
    {
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            return reader.TokenType == JsonTokenType.Null ? null : NoArray;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out _))
            {
                return "Input should be an array of whole numbers.";
            }

            Add(peek, CharactersPerNumber);
        }

        return null;
    }

    /// <summary>Each costs by the picture and not by the bytes of its base64. What is no base64 counts with its bytes too.</summary>
    public static string? ReadImages(ref JsonScanner reader, RequestPeek peek)
    {
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            return reader.TokenType == JsonTokenType.Null ? null : NoArray;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            peek.Images++;
            peek.MediaBytes += reader.TokenType == JsonTokenType.String ? reader.ValueSpan.Length : 0;
            reader.Skip();
        }

        return null;
    }

    public static string? ReadTools(ref JsonScanner reader, RequestPeek peek)
    {
        var before = peek.AddedBytes;
        var problem = ReadCalls(ref reader, peek);
        peek.HasTools = peek.AddedBytes > before;
        // While a model writes a call nothing of it is sent.
        peek.MayHideOutput = peek.HasTools;
        return problem;
    }

    /// <summary>Tools, or calls that were made earlier. They are written into the prompt as JSON, much as they stand here.</summary>
    public static string? ReadCalls(ref JsonScanner reader, RequestPeek peek)
    {
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            return reader.TokenType == JsonTokenType.Null ? null : NoArray;
        }

        var start = reader.TokenStart;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            peek.AddedBytes += BytesAddedToCall;
            reader.Skip();
        }

        Add(peek, JsonText.PlainCharacters(reader.Since(start)));
        return null;
    }

    private static void Add(RequestPeek peek, long characters) => peek.PromptCharacters = (peek.PromptCharacters ?? 0) + characters;
}
