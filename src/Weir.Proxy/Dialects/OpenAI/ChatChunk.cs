using System.Text.Json;

namespace Weir.Proxy.Dialects.OpenAI;

/// <summary>
/// What a chunk of a streamed chat completion says:
/// <c>{"id":"…","object":"chat.completion.chunk",…,"choices":[{"index":0,"delta":{"content":"Hel"},"finish_reason":null}],"usage":null}</c>.
/// </summary>
internal struct ChatChunk
{
    /// <summary>Bytes of text, thinking and tool calls.</summary>
    public long OutputBytes { get; private set; }

    public bool ShowsThinking { get; private set; }

    /// <summary>False for the chunk that has the usage and <c>choices: []</c>.</summary>
    public bool HasChoices { get; private set; }

    public bool IsError { get; private set; }

    /// <summary>Where the usage object stands; empty when there is none.</summary>
    public ByteRange Usage { get; private set; }

    /// <summary>The same for llama.cpp's figures.</summary>
    public ByteRange Timings { get; private set; }

    /// <summary>The id of what was said aloud, by which a later message can name it; null when there is none.</summary>
    public string? AudioId { get; private set; }

    public static ChatChunk Read(ReadOnlySpan<byte> data) =>
        TryLayout(data, out var bytes, out var isThinking)
            ? new() { OutputBytes = bytes, ShowsThinking = isThinking, HasChoices = true }
            : ReadJson(data);

    /// <summary>
    /// Nearly every chunk has one delta with one text, and nothing else that matters. Then that text is the output, and reading each chunk
    /// as JSON, which would double what it costs, is spared.
    /// </summary>
    private static bool TryLayout(ReadOnlySpan<byte> data, out long bytes, out bool isThinking)
    {
        bytes = 0;
        isThinking = false;
        var delta = data.IndexOf("\"delta\":{"u8);
        if (delta < 0 || MayMatter(data[..delta]))
        {
            return false;
        }

        var rest = data[(delta + "\"delta\":{"u8.Length)..];
        // Ollama has the role in every chunk, DeepSeek both texts, one of them null.
        Skip(ref rest, "\"role\":\"assistant\","u8);
        Skip(ref rest, "\"content\":null,"u8);
        isThinking = Skip(ref rest, "\"reasoning_content\":"u8) || Skip(ref rest, "\"reasoning\":"u8);
        if (!isThinking && !Skip(ref rest, "\"content\":"u8))
        {
            return false;
        }

        var end = rest is [(byte)'"', ..] ? JsonLexemes.StringEnd(rest, 0, out _) : -1;
        if (end < 0)
        {
            return false;
        }

        bytes = end - 1;
        isThinking &= bytes > 0;
        rest = rest[(end + 1)..];
        Skip(ref rest, ",\"reasoning_content\":null"u8);
        return Skip(ref rest, "}"u8) && !MayMatter(rest) && rest.IndexOf("\"delta\""u8) < 0;
    }

    /// <summary>True when there may be more than a delta in this part of a chunk: usage, timings, an error.</summary>
    private static bool MayMatter(ReadOnlySpan<byte> part) =>
        part.IndexOf("\"usage\":{"u8) >= 0 || part.IndexOf("\"error\""u8) >= 0 || part.IndexOf("\"timings\""u8) >= 0 || part.IndexOf((byte)'\\') >= 0;

    private static bool Skip(ref ReadOnlySpan<byte> data, ReadOnlySpan<byte> prefix)
    {
        if (!data.StartsWith(prefix))
        {
            return false;
        }

        data = data[prefix.Length..];
        return true;
    }

    private static ChatChunk ReadJson(ReadOnlySpan<byte> data)
    {
        var chunk = default(ChatChunk);
        var reader = new Utf8JsonReader(data, isFinalBlock: false, default);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return new() { OutputBytes = data.Length, HasChoices = true };
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                chunk.ReadMember(ref reader);
            }
        }
        catch (JsonException)
        {
            // Whatever it is, it is no larger than this.
            return new() { OutputBytes = data.Length, HasChoices = true };
        }

        // The reader stops before a text that was dropped in the middle: what it didn't reach is held to be output.
        chunk.OutputBytes += data.Length - reader.BytesConsumed;
        return chunk;
    }

    private void ReadMember(ref Utf8JsonReader reader)
    {
        if (JsonText.Is(ref reader, "choices"u8))
        {
            ReadChoices(ref reader);
        }
        else if (JsonText.Is(ref reader, "usage"u8))
        {
            Usage = ReadObject(ref reader);
        }
        else if (JsonText.Is(ref reader, "timings"u8))
        {
            Timings = ReadObject(ref reader);
        }
        else
        {
            var isError = JsonText.Is(ref reader, "error"u8);
            reader.Read();
            IsError |= isError && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.String;
            reader.TrySkip();
        }
    }

    /// <summary>Where the object stands; empty when the value is none.</summary>
    private static ByteRange ReadObject(ref Utf8JsonReader reader)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        return reader.TrySkip() && isObject ? new(start, (int)reader.BytesConsumed - start) : default;
    }

    private void ReadChoices(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            reader.TrySkip();
            return;
        }

        var depth = reader.CurrentDepth;
        var inDelta = 0;
        var name = Name.Other;
        var isAudio = false;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            HasChoices = true;
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                if (reader.TokenType == JsonTokenType.String && inDelta > 0)
                {
                    Add(ref reader, name, isAudio);
                }

                var isOpening = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
                inDelta = reader.CurrentDepth == inDelta && !isOpening ? 0 : inDelta;
            }
            else if (inDelta > 0)
            {
                name = Find(ref reader);
                isAudio = reader.CurrentDepth == inDelta + 1 ? name == Name.Audio : isAudio;
            }
            else if (JsonText.Is(ref reader, "delta"u8))
            {
                (inDelta, name, isAudio) = (reader.CurrentDepth, Name.Other, false);
            }
            else
            {
                // {"index":0,"delta":{…},"logprobs":null,"finish_reason":null}: nothing else of it is output.
                reader.TrySkip();
            }
        }
    }

    private void Add(ref Utf8JsonReader reader, Name name, bool isAudio)
    {
        if (name == Name.Id && isAudio)
        {
            AudioId = EventJson.TextAt(ref reader);
        }

        if (name is not (Name.Id or Name.Kind))
        {
            OutputBytes += reader.ValueSpan.Length;
            ShowsThinking |= name == Name.Reasoning && !reader.ValueSpan.IsEmpty;
        }
    }

    private static Name Find(ref Utf8JsonReader name) =>
        JsonText.Is(ref name, "role"u8) || JsonText.Is(ref name, "type"u8) ? Name.Kind
        : JsonText.Is(ref name, "id"u8) ? Name.Id
        : JsonText.Is(ref name, "audio"u8) ? Name.Audio
        : JsonText.Is(ref name, "reasoning_content"u8) || JsonText.Is(ref name, "reasoning"u8) ? Name.Reasoning
        : Name.Other;

    /// <summary>The name before a text in a delta.</summary>
    private enum Name
    {
        /// <summary>Any whose text is output.</summary>
        Other,
        Kind,
        Id,
        Audio,
        Reasoning,
    }
}
