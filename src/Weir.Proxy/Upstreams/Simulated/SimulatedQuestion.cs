using System.Text.Json;

namespace Weir.Proxy.Upstreams.Simulated;

/// <summary>What the simulated model takes from a request.</summary>
internal sealed record SimulatedQuestion(string Model, bool Stream, long MaxTokens, string LastText, long InputTokens, string? Problem)
{
    /// <summary>A token of this model is four bytes of the request.</summary>
    private const int BytesPerInputToken = 4;

    /// <returns>Null when a text in it is none: legal JSON can escape half of a surrogate pair.</returns>
    public static SimulatedQuestion? TryRead(JsonElement body)
    {
        try
        {
            return Read(body);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static SimulatedQuestion Read(JsonElement body)
    {
        var messages = body.TryGetProperty("messages", out var list) && list.ValueKind == JsonValueKind.Array ? list : default;
        var last = messages.ValueKind == JsonValueKind.Array && messages.GetArrayLength() > 0 ? messages[messages.GetArrayLength() - 1] : default;
        long maxTokens = 0;
        var hasCap = body.TryGetProperty("max_tokens", out var cap) && cap.ValueKind == JsonValueKind.Number && cap.TryGetInt64(out maxTokens);
        return new(
            body.TryGetProperty("model", out var model) ? model.GetString() ?? "" : "",
            body.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True,
            maxTokens,
            Text(last),
            1 + (messages.ValueKind == JsonValueKind.Array ? messages.GetRawText().Length / BytesPerInputToken : 0),
            !hasCap ? "max_tokens: Field required" : last.ValueKind != JsonValueKind.Object ? "messages: at least one message is required" : null);
    }

    /// <summary>The text of a message, whose content is a string or an array of blocks.</summary>
    private static string Text(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("content", out var content))
        {
            return "";
        }

        return content.ValueKind switch
        {
            JsonValueKind.String => content.GetString()!,
            JsonValueKind.Array => string.Join(' ', content.EnumerateArray()
                .Where(block => block.ValueKind == JsonValueKind.Object && block.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String)
                .Select(block => block.GetProperty("text").GetString())),
            _ => "",
        };
    }
}
