using System.Text.Json;

namespace Weir.Proxy.Dialects.OpenAI;

/// <summary>
/// Reads a request for a chat completion once, without keeping a document:
/// <c>{"model":"…","max_completion_tokens":1024,"stream":true,"stream_options":{"include_usage":true},"messages":[…],…}</c>.
/// </summary>
internal static class ChatPeek
{
    private static readonly RequestFields Fields = new(
        [
            .. SharedFields.Names,
            "messages", "stream_options", "max_completion_tokens", "max_tokens", "functions", "web_search_options", "prediction", "reasoning_effort",
        ],
        ReadField);

    private static readonly RequestFields StreamOptions = new(["include_usage"], ReadStreamOption);

    /// <returns>Null, or what is wrong with the body.</returns>
    public static string? Read(ReadOnlySpan<byte> body, RequestPeek peek) => Fields.Read(body, peek);

    /// <summary>Reads a message list from its opening bracket to the closing one.</summary>
    public static string? ReadMessages(ref JsonScanner reader, RequestPeek peek)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                return "Input should be an array of objects.";
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isContent = reader.Is("content"u8);
                // Something that the model has said: {"role":"assistant","audio":{"id":"audio_1"}}
                var isAudio = reader.Is("audio"u8);
                reader.Read();
                if (isContent)
                {
                    OpenAIParts.ReadContent(ref reader, peek);
                }
                else if (isAudio)
                {
                    StoredIds.Read(ref reader, peek);
                }
                else
                {
                    reader.Skip();
                }
            }
        }

        return null;
    }

    private static string? ReadField(string name, ref JsonScanner reader, RequestPeek peek)
    {
        switch (name)
        {
            case "messages":
                return reader.TokenType == JsonTokenType.StartArray ? ReadMessages(ref reader, peek) : "Input should be an array.";
            case "stream_options":
                return ReadStreamOptions(ref reader, peek);
            case "max_completion_tokens" or "max_tokens":
                return ReadCap(ref reader, peek, isNewer: name == "max_completion_tokens");
            case "functions":
                return RequestFields.ReadOptional(ref reader, JsonTokenType.StartArray, peek, OpenAITools.ReadTools);
            case "web_search_options":
                return RequestFields.ReadOptional(ref reader, JsonTokenType.StartObject, peek, ReadWebSearch);
            case "prediction":
                // What is predicted and then rejected counts as output and is not seen.
                return RequestFields.ReadOptional(ref reader, JsonTokenType.StartObject, peek, ReadPrediction);
            case "reasoning_effort":
                SharedFields.ReadEffort(ref reader, peek);
                return null;
            default:
                return SharedFields.Read(name, ref reader, peek);
        }
    }

    private static string? ReadCap(ref JsonScanner reader, RequestPeek peek, bool isNewer)
    {
        var at = RequestFields.At(ref reader);
        var problem = SharedFields.ReadCap(ref reader, peek, out var isNull);
        if (isNewer)
        {
            (peek.OutputCapAt, peek.IsOutputCapNull) = (at, isNull);
        }
        else
        {
            (peek.SecondCapAt, peek.IsSecondCapNull) = (at, isNull);
        }

        return problem;
    }

    private static string? ReadStreamOptions(ref JsonScanner reader, RequestPeek peek)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.Null))
        {
            return "Input should be an object.";
        }

        peek.OptionsAt = RequestFields.At(ref reader);
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        var problem = StreamOptions.ReadObject(ref reader, peek, out var place);
        peek.Options = place;
        return problem;
    }

    private static string? ReadStreamOption(string name, ref JsonScanner reader, RequestPeek peek)
    {
        peek.AsksForUsageAt = RequestFields.At(ref reader);
        var problem = RequestFields.ReadFlag(ref reader, out var asks);
        peek.AsksForUsage = asks;
        return problem;
    }

    private static void ReadWebSearch(ref JsonScanner reader, RequestPeek peek)
    {
        peek.Surcharges++;
        reader.Skip();
    }

    private static void ReadPrediction(ref JsonScanner reader, RequestPeek peek)
    {
        peek.MayHideOutput = true;
        reader.Skip();
    }
}
