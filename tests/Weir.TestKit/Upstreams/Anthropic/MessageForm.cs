using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams.Anthropic;

/// <summary>What a message looks like: named events that end in <c>message_stop</c>, or one object.</summary>
internal sealed class MessageForm(bool isOllamas) : IAnswerForm
{
    public string StreamType => isOllamas ? ServerSentEvent.PlainContentType : ServerSentEvent.ContentType;

    public string WholeType => "application/json";

    public ReadOnlySpan<byte> PartEnd => "\n\n"u8;

    public Piece Read(ReadOnlyMemory<byte> part)
    {
        var read = ServerSentEvent.Read(part.Span);
        return new(part)
        {
            Event = read.Name,
            StartUsage = read.Name == "message_start" ? read.Json?["message"]?["usage"] as JsonObject : null,
            FinalUsage = read.Name == "message_delta" ? read.Json?["usage"] as JsonObject : null,
            IsDelta = read.Name == "content_block_delta",
            IsLast = read.Name == "message_delta",
            IsError = read.Name == "error",
        };
    }

    public JsonObject? UsageOf(JsonObject answer) => answer["usage"] as JsonObject;

    public Piece Error(Act.EndInError error, string requestId, long sent) => new(isOllamas ? ReadOnlyMemory<byte>.Empty : ServerSentEvent.Named("error", new()
    {
        ["error"] = new JsonObject { ["type"] = error.Type, ["message"] = error.Message },
        ["request_id"] = requestId,
    }))
    {
        Event = "error",
        IsError = true,
    };
}
