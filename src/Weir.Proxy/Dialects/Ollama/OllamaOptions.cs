using System.Text.Json;

namespace Weir.Proxy.Dialects.Ollama;

/// <summary>
/// Reads <c>"options":{"num_predict":100,"num_ctx":8192,…}</c>. The output cap is <c>num_predict</c>; whatever is not above 0 (−1: without
/// end, −2: until the context is full) is none.
/// </summary>
internal static class OllamaOptions
{
    private static readonly RequestFields Fields = new(["num_predict", "num_ctx"], ReadNumber);

    public static string? Read(ref JsonScanner reader, RequestPeek peek)
    {
        var start = reader.TokenStart;
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.Null))
        {
            return "Input should be an object.";
        }

        if (reader.TokenType == JsonTokenType.StartObject)
        {
            if (Fields.ReadObject(ref reader, peek, out var options) is { } problem)
            {
                return problem;
            }

            peek.Options = options;
        }

        peek.OptionsAt = new(start, reader.Position - start);
        return null;
    }

    private static string? ReadNumber(string name, ref JsonScanner reader, RequestPeek peek)
    {
        var problem = RequestFields.ReadCount(ref reader, least: long.MinValue, out var number);
        if (problem is not null)
        {
            return "Input should be a whole number.";
        }

        if (name == "num_predict")
        {
            peek.OutputCapAt = RequestFields.At(ref reader);
            peek.OutputCap = number > 0 ? number : null;
        }

        return null;
    }
}
