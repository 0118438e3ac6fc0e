using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams.OpenAI;

/// <summary>What a chat completion looks like: chunks without names that end in <c>[DONE]</c>, or one object.</summary>
internal sealed class ChatForm(bool isOllamas) : IAnswerForm
{
    public string StreamType => isOllamas ? ServerSentEvent.PlainContentType : ServerSentEvent.ContentType;

    public string WholeType => "application/json";

    public ReadOnlySpan<byte> PartEnd => "\n\n"u8;

    public Piece Read(ReadOnlyMemory<byte> part)
    {
        var read = ServerSentEvent.Read(part.Span);
        if (read.Json is not { } chunk)
        {
            return new(part) { Event = read.Data };
        }

        var name = NameOf(chunk);
        return new(part)
        {
            Event = name,
            FinalUsage = UsageOf(chunk),
            IsDelta = name is "content" or "reasoning" or "refusal" or "tool_calls",
            IsLast = name == "finish",
            IsError = name == "error",
        };
    }

    public JsonObject? UsageOf(JsonObject answer) => answer["usage"] as JsonObject;

    public Piece Error(Act.EndInError error, string requestId, long sent) => new(isOllamas ? ReadOnlyMemory<byte>.Empty : ServerSentEvent.Unnamed(WireJson.Text(new JsonObject
    {
        ["error"] = new JsonObject { ["message"] = error.Message, ["type"] = error.Type, ["param"] = null, ["code"] = null },
    })))
    {
        Event = "error",
        IsError = true,
    };

    private static string NameOf(JsonObject chunk)
    {
        if (chunk.ContainsKey("error"))
        {
            return "error";
        }

        if (chunk["choices"] is not JsonArray { Count: > 0 } choices)
        {
            return "usage";
        }

        var delta = choices[0]?["delta"] as JsonObject ?? [];
        return choices[0]?["finish_reason"] is not null ? "finish"
            : delta.ContainsKey("tool_calls") ? "tool_calls"
            : delta.ContainsKey("reasoning_content") || delta.ContainsKey("reasoning") ? "reasoning"
            : delta["refusal"] is not null ? "refusal"
            : (string?)delta["content"] is { Length: > 0 } ? "content"
            : "role";
    }
}
