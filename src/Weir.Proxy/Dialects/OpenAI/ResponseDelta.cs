using System.Text.Json;

namespace Weir.Proxy.Dialects.OpenAI;

/// <summary>
/// Measures the output in the deltas of a Responses stream:
/// <c>{"type":"response.output_text.delta","sequence_number":4,"item_id":"msg_…","output_index":0,"content_index":0,"delta":"Hel","logprobs":[]}</c> has 3 bytes.
/// </summary>
internal static class ResponseDelta
{
    public static long OutputBytes(ReadOnlySpan<byte> data)
    {
        // What stands before it are names and ids, and a quote within a text is escaped: so the first such text is the delta.
        var start = data.IndexOf("\"delta\":\""u8);
        if (start >= 0)
        {
            var quote = start + "\"delta\":"u8.Length;
            var end = JsonLexemes.StringEnd(data, quote, out _);
            return end < 0 ? data.Length - quote - 1 : end - quote - 1;
        }

        return ReadTexts(data);
    }

    /// <summary>All texts of an event that is laid out otherwise, but for its names.</summary>
    private static long ReadTexts(ReadOnlySpan<byte> data)
    {
        var bytes = 0L;
        var reader = new Utf8JsonReader(data, isFinalBlock: false, default);
        try
        {
            var isName = false;
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    isName = JsonText.Is(ref reader, "type"u8) || JsonText.Is(ref reader, "item_id"u8) || JsonText.Is(ref reader, "obfuscation"u8);
                }
                else if (reader.TokenType == JsonTokenType.String && !isName)
                {
                    bytes += reader.ValueSpan.Length;
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
