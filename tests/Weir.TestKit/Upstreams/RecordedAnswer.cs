using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams;

/// <summary>Fixed bytes as pieces: a stream's events one by one, so that a script can name them, anything else in one.</summary>
internal static class RecordedAnswer
{
    public static IEnumerable<Piece> Pieces(ReadOnlyMemory<byte> body, long output, bool isStream)
    {
        if (!isStream)
        {
            yield return new(body) { Output = output, IsLast = true, FinalUsage = Usage(body.Span) };
            yield break;
        }

        while (!body.IsEmpty)
        {
            var end = body.Span.IndexOf("\n\n"u8);
            var length = end < 0 ? body.Length : end + 2;
            var piece = Event(body[..length]);
            // All its output is laid to the first delta: where in the recording each token came is not known.
            var isDelta = piece.Event == "content_block_delta";
            yield return isDelta ? piece with { Output = output } : piece;
            output = isDelta ? 0 : output;
            body = body[length..];
        }
    }

    private static Piece Event(ReadOnlyMemory<byte> bytes)
    {
        var text = System.Text.Encoding.UTF8.GetString(bytes.Span);
        var lines = text.Split('\n');
        var name = lines.FirstOrDefault(line => line.StartsWith("event: ", StringComparison.Ordinal))?["event: ".Length..];
        var data = lines.FirstOrDefault(line => line.StartsWith("data: ", StringComparison.Ordinal))?["data: ".Length..];
        return new(bytes)
        {
            Event = name,
            StartUsage = name == "message_start" ? JsonNode.Parse(data!)!["message"]?["usage"]?.AsObject() : null,
            FinalUsage = name == "message_delta" ? JsonNode.Parse(data!)!["usage"]?.AsObject() : null,
            IsLast = name == "message_delta",
            IsError = name == "error",
        };
    }

    private static JsonObject? Usage(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonNode.Parse(body) is JsonObject message ? message["usage"] as JsonObject : null;
        }
        catch (System.Text.Json.JsonException)
        {
            // Garbage on purpose: it reports nothing.
            return null;
        }
    }
}
