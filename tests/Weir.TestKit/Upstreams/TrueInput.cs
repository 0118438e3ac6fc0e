using System.Text;
using System.Text.Json;

namespace Weir.TestKit.Upstreams;

/// <summary>
/// What a request's input truly costs at the fake upstream: a quarter of the bytes of what reaches the model, as it was written, base64 media
/// left out, plus 1,500 for each of them and 10 for the template; numbers in place of text are tokens already. It is the same for an answer
/// and for counting it, and never above what Weir takes for the bound.
/// </summary>
internal static class TrueInput
{
    private const long TokensPerMedium = 1_500;

    private const long Template = 10;

    /// <summary>Of all dialects: none has a name that means something else in another.</summary>
    private static readonly string[] Prompts = ["messages", "system", "tools", "functions", "instructions", "prompt", "suffix", "input", "context", "images"];

    public static long Of(ReceivedRequest request)
    {
        var bytes = 0L;
        var media = 0L;
        var numbers = 0L;
        foreach (var value in Prompts.Select(request.Field).OfType<JsonElement>())
        {
            bytes += JsonBytes(value);
            numbers += Numbers(value);
        }

        foreach (var message in WireJson.Items(request.Field("messages")).Concat(WireJson.Items(request.Field("input"))))
        {
            AddMedia(message, ref bytes, ref media);
        }

        AddBareImages(request.Field("images"), ref bytes, ref media);
        return (bytes / 4) + numbers + (media * TokensPerMedium) + Template;
    }

    /// <summary>Looks at a message or an item and at the blocks in it, down to those of a tool's result.</summary>
    private static void AddMedia(JsonElement holder, ref long bytes, ref long media)
    {
        AddBareImages(WireJson.Member(holder, "images"), ref bytes, ref media);
        foreach (var block in WireJson.Items(WireJson.Member(holder, "content")).Concat(WireJson.Items(WireJson.Member(holder, "output"))))
        {
            AddMedia(block, ref bytes, ref media);
            var (isMedium, inline) = Medium(block);
            media += isMedium ? 1 : 0;
            bytes -= inline is { } value ? JsonBytes(value) : 0;
        }
    }

    /// <summary>Whether a block is no text, and what of it is the medium itself.</summary>
    private static (bool IsMedium, JsonElement? Inline) Medium(JsonElement block) => WireJson.String(WireJson.Member(block, "type")) switch
    {
        // {"type":"image","source":{"type":"base64","media_type":"image/png","data":"…"}}
        "image" when WireJson.Member(block, "source") is { } source =>
            (true, WireJson.String(WireJson.Member(source, "type")) == "base64" ? WireJson.Member(source, "data") : null),
        // {"type":"image_url","image_url":{"url":"data:image/png;base64,…"}}
        "image_url" => (true, Inline(WireJson.Member(WireJson.Member(block, "image_url"), "url"))),
        // {"type":"input_image","image_url":"data:image/png;base64,…"}
        "input_image" => (true, Inline(WireJson.Member(block, "image_url"))),
        "input_audio" => (true, WireJson.Member(WireJson.Member(block, "input_audio"), "data")),
        "file" => (true, WireJson.Member(WireJson.Member(block, "file"), "file_data")),
        "input_file" => (true, WireJson.Member(block, "file_data")),
        _ => (false, null),
    };

    private static JsonElement? Inline(JsonElement? url) => WireJson.String(url)?.StartsWith("data:", StringComparison.OrdinalIgnoreCase) == true ? url : null;

    /// <summary>Ollama's <c>"images":["…"]</c>.</summary>
    private static void AddBareImages(JsonElement? images, ref long bytes, ref long media)
    {
        foreach (var image in WireJson.Items(images))
        {
            media++;
            bytes -= JsonBytes(image);
        }
    }

    /// <summary>Of <c>[1,2]</c> and <c>[[1,2],[3]]</c>. They weigh in the bytes a little, too.</summary>
    private static long Numbers(JsonElement value) =>
        WireJson.Items(value).Sum(item => item.ValueKind == JsonValueKind.Number ? 1 : WireJson.Items(item).LongCount(inner => inner.ValueKind == JsonValueKind.Number));

    private static long JsonBytes(JsonElement value) => Encoding.UTF8.GetByteCount(value.GetRawText());
}
