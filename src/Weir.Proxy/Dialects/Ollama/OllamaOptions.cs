using System.Text.Json;

namespace Weir.Proxy.Dialects.Ollama;

/// <summary>
/// Reads <c>"options":{"num_predict":100,"num_ctx":8192,…}</c>. The output cap is <c>num_predict</c>; whatever is not above 0 (−1: without
/// end, −2: until the context is full) is none.
/// </summary>
internal static class OllamaOptions
{
    private const int Cap = 0;

    private static readonly string[] Names = ["num_predict", "num_ctx"];

    public static string? Read(ref JsonScanner reader, RequestPeek peek)
    {
        var start = reader.TokenStart;
        peek.OptionsAt = RequestFields.At(ref reader);
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return "Input should be an object.";
        }

        peek.Options = new(reader.Position, IsEmpty: true);
        var seen = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            peek.Options = peek.Options.Value with { IsEmpty = false };
            var index = FieldNames.Find(ref reader, Names);
            if (index == FieldNames.Variant)
            {
                return "An option differs from one the gateway reads in upper and lower case only.";
            }

            reader.Read();
            if (index == FieldNames.Other)
            {
                reader.Skip();
                continue;
            }

            if ((seen & (1 << index)) != 0)
            {
                return $"{Names[index]}: the option appears twice.";
            }

            seen |= 1 << index;
            if (ReadNumber(index, ref reader, peek) is { } problem)
            {
                return $"{Names[index]}: {problem}";
            }
        }

        peek.OptionsAt = new(start, reader.Position - start);
        return null;
    }

    private static string? ReadNumber(int index, ref JsonScanner reader, RequestPeek peek)
    {
        if (index == Cap)
        {
            peek.OutputCapAt = RequestFields.At(ref reader);
        }

        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var number))
        {
            return "Input should be a whole number.";
        }

        if (index == Cap && number > 0)
        {
            peek.OutputCap = number;
        }

        return null;
    }
}
