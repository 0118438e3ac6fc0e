using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams.OpenAI;

/// <summary>What a response looks like: named and numbered events of which the last one has the whole response, or that one object.</summary>
internal sealed class ResponseForm(bool isOllamas) : IAnswerForm
{
    public string StreamType => isOllamas ? ServerSentEvent.PlainContentType : ServerSentEvent.ContentType;

    public string WholeType => "application/json";

    public ReadOnlySpan<byte> PartEnd => "\n\n"u8;

    public Piece Read(ReadOnlyMemory<byte> part)
    {
        var read = ServerSentEvent.Read(part.Span);
        var isLast = read.Name is "response.completed" or "response.incomplete" or "response.failed";
        return new(part)
        {
            Event = read.Name,
            FinalUsage = isLast ? read.Json?["response"]?["usage"] as JsonObject : null,
            IsDelta = read.Name?.EndsWith(".delta", StringComparison.Ordinal) == true,
            IsLast = isLast,
            IsError = read.Name == "error",
        };
    }

    public JsonObject? UsageOf(JsonObject answer) => answer["usage"] as JsonObject;

    public Piece Error(Act.EndInError error, string requestId, long sent) => new(isOllamas ? ReadOnlyMemory<byte>.Empty : ServerSentEvent.Named("error", new()
    {
        ["sequence_number"] = sent,
        ["code"] = error.Type,
        ["message"] = error.Message,
        ["param"] = null,
    }))
    {
        Event = "error",
        IsError = true,
    };
}
