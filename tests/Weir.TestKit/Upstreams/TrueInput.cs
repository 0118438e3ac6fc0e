using System.Text.Json;

namespace Weir.TestKit.Upstreams;

/// <summary>
/// What a request's input truly costs at the fake upstream: a quarter of the bytes of <c>messages</c>, <c>system</c> and <c>tools</c>
/// as they were written, base64 media left out, plus 1,500 for each image and 10 for the template. It is the same for a message and for
/// counting it, and never above what Weir takes for the bound.
/// </summary>
internal static class TrueInput
{
    private const long TokensPerImage = 1_500;

    private const long Template = 10;

    public static long Of(JsonElement body)
    {
        var bytes = 0L;
        var images = 0L;
        foreach (var field in (ReadOnlySpan<string>)["messages", "system", "tools"])
        {
            if (body.TryGetProperty(field, out var value))
            {
                bytes += JsonBytes(value);
            }
        }

        if (body.TryGetProperty("messages", out var messages) && messages.ValueKind == JsonValueKind.Array)
        {
            foreach (var message in messages.EnumerateArray())
            {
                AddMedia(message, ref bytes, ref images);
            }
        }

        return (bytes / 4) + (images * TokensPerImage) + Template;
    }

    /// <summary>Looks at the blocks of a message, and of a tool's result within it.</summary>
    private static void AddMedia(JsonElement holder, ref long bytes, ref long images)
    {
        if (holder.ValueKind != JsonValueKind.Object || !holder.TryGetProperty("content", out var content) || content.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (var block in content.EnumerateArray())
        {
            AddMedia(block, ref bytes, ref images);
            if (Is(block, "type", "image"))
            {
                images++;
                var isInline = block.TryGetProperty("source", out var source) && Is(source, "type", "base64");
                bytes -= isInline && source.TryGetProperty("data", out var data) ? JsonBytes(data) : 0;
            }
        }
    }

    private static bool Is(JsonElement holder, string name, string value) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var field)
        && field.ValueKind == JsonValueKind.String && field.ValueEquals(value);

    private static long JsonBytes(JsonElement value) => System.Text.Encoding.UTF8.GetByteCount(value.GetRawText());
}
