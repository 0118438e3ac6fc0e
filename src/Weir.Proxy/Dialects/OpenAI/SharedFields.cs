using System.Text.Json;

namespace Weir.Proxy.Dialects.OpenAI;

/// <summary>
/// The fields that bear on the accounting in chat completions and in the Responses API alike. Those after <c>tools</c> are not OpenAI's own:
/// servers that speak its dialect have them, and some would undo a cap.
/// </summary>
internal static class SharedFields
{
    public static readonly string[] Names =
    [
        "model", "stream", "store", "tools", "reasoning", "n", "n_cmpl", "n_predict", "models", "plugins", "chat_template",
    ];

    /// <summary>More answers at once than OpenAI makes.</summary>
    private const long MostChoices = 128;

    /// <summary>Reads one value and leaves the reader on its last token; null, or what is wrong with it.</summary>
    public static string? Read(string name, ref JsonScanner reader, RequestPeek peek)
    {
        switch (name)
        {
            case "model":
                return RequestFields.ReadModel(ref reader, peek);
            case "stream":
                return RequestFields.ReadStream(ref reader, peek);
            case "store":
                return ReadStore(ref reader, peek);
            case "tools":
                return RequestFields.ReadOptional(ref reader, JsonTokenType.StartArray, peek, OpenAITools.ReadTools);
            case "reasoning":
                return RequestFields.ReadOptional(ref reader, JsonTokenType.StartObject, peek, ReadReasoning);
            case "n" or "n_cmpl":
                return ReadChoices(ref reader, peek);
            case "n_predict":
                return ReadOverride(ref reader, peek);
            case "models":
                return RequestFields.ReadOptional(ref reader, JsonTokenType.StartArray, peek, ReadModels);
            case "plugins":
                return RequestFields.ReadOptional(ref reader, JsonTokenType.StartArray, peek, ReadPlugins);
            default:
                // A template of the caller's own writes a prompt of any length.
                peek.HasOpaqueDocuments |= reader.TokenType != JsonTokenType.Null;
                reader.Skip();
                return null;
        }
    }

    /// <summary>Adds a cap; where two fields name one, the smaller is what was asked for.</summary>
    /// <returns>Null, or what is wrong with it.</returns>
    public static string? ReadCap(ref JsonScanner reader, RequestPeek peek, out bool isNull)
    {
        // A cap of 0 means none to Ollama.
        var problem = RequestFields.ReadCount(ref reader, least: 1, out var cap);
        isNull = cap is null;
        if (cap is not null)
        {
            peek.CapsDiffer = peek.OutputCap is { } other && other != cap;
            peek.OutputCap = Math.Min(peek.OutputCap ?? long.MaxValue, cap.Value);
        }

        return problem;
    }

    /// <summary>One of <c>none</c>, <c>minimal</c>, <c>low</c> and so on; null says nothing.</summary>
    public static void ReadEffort(ref JsonScanner reader, RequestPeek peek)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            var forbids = reader.Is("none"u8);
            peek.ForbidsThinking |= forbids;
            peek.MayHideOutput |= !forbids;
        }

        reader.Skip();
    }

    private static string? ReadStore(ref JsonScanner reader, RequestPeek peek)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        var problem = RequestFields.ReadFlag(ref reader, out var keeps);
        peek.KeepsAnswer = keeps;
        return problem;
    }

    private static void ReadReasoning(ref JsonScanner reader, RequestPeek peek)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isEffort = reader.Is("effort"u8);
            reader.Read();
            if (isEffort)
            {
                ReadEffort(ref reader, peek);
            }
            else
            {
                reader.Skip();
            }
        }

        peek.MayHideOutput |= !peek.ForbidsThinking;
    }

    private static string? ReadChoices(ref JsonScanner reader, RequestPeek peek)
    {
        var problem = RequestFields.ReadCount(ref reader, least: 1, out var choices);
        peek.Choices = Math.Max(peek.Choices, choices ?? 1);
        return problem ?? (choices > MostChoices ? $"Input should be at most {MostChoices}." : null);
    }

    /// <summary>llama.cpp takes it over any other cap, and below 0 for none. It stands where Weir doesn't lower it, so all of it is set aside.</summary>
    private static string? ReadOverride(ref JsonScanner reader, RequestPeek peek)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var cap))
        {
            return "Input should be a whole number.";
        }

        peek.FurtherCap = cap < 0 ? long.MaxValue : cap;
        return null;
    }

    /// <summary>OpenRouter goes on to these when the first one fails.</summary>
    private static void ReadModels(ref JsonScanner reader, RequestPeek peek)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                peek.FurtherModels.Add(reader.GetString());
            }

            reader.Skip();
        }
    }

    /// <summary>OpenRouter's, which search the web or read files.</summary>
    private static void ReadPlugins(ref JsonScanner reader, RequestPeek peek)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            peek.Surcharges++;
            reader.Skip();
        }
    }
}
