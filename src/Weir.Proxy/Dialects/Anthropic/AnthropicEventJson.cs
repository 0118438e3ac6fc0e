using System.Text.Json;

namespace Weir.Proxy.Dialects.Anthropic;

/// <summary>Measures the output in the events of a Messages stream.</summary>
internal static class AnthropicEventJson
{
    /// <summary>
    /// The bytes of output that a <c>content_block_delta</c> or <c>content_block_start</c> carries: all texts in it but the names of its types.
    /// <c>{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hel"}}</c> has 3.
    /// </summary>
    public static long OutputBytes(ReadOnlySpan<byte> data, out bool isThinking) =>
        TryLayout(data, out var bytes, out isThinking) ? bytes : ReadOutputBytes(data, out isThinking);

    /// <summary>
    /// Nearly every event of a stream is a delta as laid out above, to the byte: then what stands behind its fixed parts is the
    /// output. Reading each as JSON would double what a chunk costs.
    /// </summary>
    private static bool TryLayout(ReadOnlySpan<byte> data, out long bytes, out bool isThinking)
    {
        bytes = 0;
        isThinking = false;
        if (!Skip(ref data, "{\"type\":\"content_block_delta\",\"index\":"u8))
        {
            return false;
        }

        data = data.TrimStart("0123456789"u8);
        if (!Skip(ref data, ",\"delta\":{\"type\":\""u8) || data.IndexOf("_delta\",\""u8) is var type && type < 0)
        {
            return false;
        }

        isThinking = data[..type].SequenceEqual("thinking"u8);
        data = data[(type + "_delta\",\""u8.Length)..];
        // Spaces, of which Anthropic sends some between the last braces, and braces are no part of a text that ends in a quote.
        data = data.TrimEnd("} "u8);
        var name = data.IndexOf("\":\""u8);
        bytes = data.Length - name - "\":\"\""u8.Length;
        return name >= 0 && bytes >= 0 && data[^1] == '"';
    }

    private static bool Skip(ref ReadOnlySpan<byte> data, ReadOnlySpan<byte> prefix)
    {
        if (!data.StartsWith(prefix))
        {
            return false;
        }

        data = data[prefix.Length..];
        return true;
    }

    private static long ReadOutputBytes(ReadOnlySpan<byte> data, out bool isThinking)
    {
        isThinking = false;
        var bytes = 0L;
        var reader = new Utf8JsonReader(data, isFinalBlock: false, default);
        try
        {
            var isType = false;
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    isType = JsonText.Is(ref reader, "type"u8);
                }
                else if (reader.TokenType == JsonTokenType.String)
                {
                    if (!isType)
                    {
                        bytes += reader.ValueSpan.Length;
                    }
                    else if (reader.CurrentDepth == 2)
                    {
                        isThinking |= reader.ValueSpan.IndexOf("thinking"u8) >= 0;
                    }
                }
            }
        }
        catch (JsonException)
        {
            // Whatever it is, it is no larger than this.
            return data.Length;
        }

        // The reader stops before a text that was dropped in the middle: what it didn't reach is held to be output.
        return bytes + (data.Length - reader.BytesConsumed);
    }
}
