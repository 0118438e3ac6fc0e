using System.Text.Json;

namespace Weir.Proxy.Dialects.Ollama;

/// <summary>
/// Reads what the messages of a chat hold, as far as it bears on their size:
/// <c>{"role":"user","content":"…","images":["&lt;base64&gt;"]}</c>. A name that Ollama would take for another one, or that stands twice, is
/// counted in the dearer way.
/// </summary>
internal static class OllamaMessages
{
    private static readonly string[] Names = ["content", "thinking", "images", "tool_calls"];

    public static string? Read(ref JsonScanner reader, RequestPeek peek)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return "Input should be an array.";
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                return "Input should be an array of objects.";
            }

            if (ReadMessage(ref reader, peek) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private static string? ReadMessage(ref JsonScanner reader, RequestPeek peek)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = Find(ref reader);
            reader.Read();
            var problem = index switch
            {
                FieldNames.Other => Skip(ref reader),
                FieldNames.Variant => ReadVariant(ref reader, peek),
                _ => Names[index] switch
                {
                    "images" => OllamaTexts.ReadImages(ref reader, peek),
                    "tool_calls" => OllamaTexts.ReadCalls(ref reader, peek),
                    _ => OllamaTexts.ReadText(ref reader, peek),
                },
            };
            if (problem is not null)
            {
                return index < 0 ? problem : $"{Names[index]}: {problem}";
            }
        }

        return null;
    }

    private static int Find(ref JsonScanner reader)
    {
        try
        {
            return FieldNames.Find(ref reader, Names);
        }
        catch (InvalidOperationException)
        {
            // No text at all, so no name of ours: legal below the top level.
            return FieldNames.Other;
        }
    }

    /// <summary>Any of the names in other letters: what may be pictures costs as such, and its bytes as text.</summary>
    private static string? ReadVariant(ref JsonScanner reader, RequestPeek peek)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return Skip(ref reader);
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            peek.Images++;
            reader.Skip();
        }

        return null;
    }

    private static string? Skip(ref JsonScanner reader)
    {
        reader.Skip();
        return null;
    }
}
