using System.Text.Json;

namespace Weir.Proxy.Dialects.Ollama;

/// <summary>
/// Reads requests to Ollama once, without keeping a document: <c>{"model":"…","messages":[…],"stream":false,"options":{"num_predict":100}}</c>.
/// Ollama takes the last of equal names, in any case of its letters, so a request has each name once and in lower case.
/// </summary>
internal static class OllamaPeek
{
    public static RequestFields Chat { get; } = new(["model", "messages", "tools", "stream", "options", "think", "keep_alive"], ReadField);

    public static RequestFields Generate { get; } =
        new(["model", "prompt", "suffix", "system", "template", "context", "images", "stream", "options", "think", "keep_alive"], ReadField);

    public static RequestFields Embed { get; } = new(["model", "input", "options", "keep_alive"], ReadField);

    public static RequestFields Embeddings { get; } = new(["model", "prompt", "options", "keep_alive"], ReadField);

    /// <summary>Its <c>name</c> is the old word for the model.</summary>
    public static RequestFields Show { get; } = new(["model", "name"], ReadField);

    /// <summary>Reads one value and leaves the reader on its last token.</summary>
    private static string? ReadField(string name, ref JsonScanner reader, RequestPeek peek) => name switch
    {
        "model" => ReadModel(ref reader, peek),
        "name" => ReadName(ref reader, peek),
        "messages" => OllamaMessages.Read(ref reader, peek),
        "tools" => OllamaTexts.ReadTools(ref reader, peek),
        "prompt" or "suffix" or "system" => OllamaTexts.ReadText(ref reader, peek),
        "template" => OllamaTemplate.Read(ref reader, peek),
        "context" => OllamaTexts.ReadContext(ref reader, peek),
        "images" => OllamaTexts.ReadImages(ref reader, peek),
        "input" => OllamaTexts.ReadInput(ref reader, peek),
        "stream" => ReadStream(ref reader, peek),
        "options" => OllamaOptions.Read(ref reader, peek),
        "think" => reader.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.String or JsonTokenType.Null
            ? null
            : "Input should be true, false or a level.",
        _ => reader.TokenType is JsonTokenType.Number or JsonTokenType.String or JsonTokenType.Null ? null : "Input should be a number or a duration.",
    };

    private static string? ReadModel(ref JsonScanner reader, RequestPeek peek)
    {
        if (reader.TokenType == JsonTokenType.String && reader.ValueSpan.IsEmpty)
        {
            // As good as none: `name` may have it.
            return null;
        }

        return RequestFields.ReadModel(ref reader, peek);
    }

    /// <summary>Counts where <c>model</c> is missing or empty, wherever the two stand.</summary>
    private static string? ReadName(ref JsonScanner reader, RequestPeek peek)
    {
        var (model, at) = (peek.Model, peek.ModelAt);
        var problem = ReadModel(ref reader, peek);
        if (model is not null)
        {
            (peek.Model, peek.ModelAt) = (model, at);
        }

        return problem;
    }

    private static string? ReadStream(ref JsonScanner reader, RequestPeek peek)
    {
        peek.StreamAt = RequestFields.At(ref reader);
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            peek.NamesStream = true;
            peek.Stream = reader.TokenType == JsonTokenType.True;
            return null;
        }

        return reader.TokenType == JsonTokenType.Null ? null : "Input should be true or false.";
    }
}
