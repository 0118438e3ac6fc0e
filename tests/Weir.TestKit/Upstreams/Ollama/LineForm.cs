using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams.Ollama;

/// <summary>What Ollama's answers look like: lines of JSON of which the last one is <c>"done":true</c>, or one such object.</summary>
internal sealed class LineForm : IAnswerForm
{
    private static readonly string[] Counts = ["prompt_eval_count", "eval_count"];

    public string StreamType => "application/x-ndjson";

    public string WholeType => "application/json; charset=utf-8";

    public ReadOnlySpan<byte> PartEnd => "\n"u8;

    public static Piece Line(JsonObject line) => new((byte[])[.. WireJson.Bytes(line), (byte)'\n']);

    public Piece Read(ReadOnlyMemory<byte> part)
    {
        if (WireJson.Object(part.Span) is not { } line)
        {
            return new(part);
        }

        var name = NameOf(line);
        return new(part)
        {
            Event = name,
            FinalUsage = name == "done" ? UsageOf(line) : null,
            IsDelta = name != "error",
            IsLast = name == "done",
            IsError = name == "error",
        };
    }

    public JsonObject? UsageOf(JsonObject answer)
    {
        var usage = new JsonObject();
        foreach (var name in Counts)
        {
            if (answer[name] is { } count)
            {
                usage[name] = count.DeepClone();
            }
        }

        return usage.Count > 0 ? usage : null;
    }

    public Piece Error(Act.EndInError error, string requestId, long sent) => Line(new() { ["error"] = error.Message }) with { Event = "error", IsError = true };

    private static string NameOf(JsonObject line)
    {
        var holder = line["message"] as JsonObject ?? line;
        return line.ContainsKey("error") ? "error"
            : (bool?)line["done"] == true ? "done"
            : holder.ContainsKey("tool_calls") ? "tool_calls"
            : holder.ContainsKey("thinking") ? "thinking"
            : "content";
    }
}
