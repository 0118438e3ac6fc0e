using System.Text;
using System.Text.Json.Nodes;
using Weir.TestKit.Upstreams;

namespace Weir.IntegrationTests.Callers;

/// <summary>Streamed answers in which the model calls one tool of an agent, with an input that the agent can do something with.</summary>
internal static class ToolCallAnswer
{
    private const long Output = 40;

    public static Script Anthropic(ReceivedRequest request, string tool, JsonObject input) => Stream(
        request,
        new()
        {
            ["type"] = "message_start",
            ["message"] = new JsonObject
            {
                ["id"] = $"msg_call_{request.Number}",
                ["type"] = "message",
                ["role"] = "assistant",
                ["model"] = request.Model,
                ["content"] = new JsonArray(),
                ["stop_reason"] = null,
                ["stop_sequence"] = null,
                ["usage"] = new JsonObject { ["input_tokens"] = request.InputTokens, ["output_tokens"] = 1 },
            },
        },
        new()
        {
            ["type"] = "content_block_start",
            ["index"] = 0,
            ["content_block"] = new JsonObject { ["type"] = "tool_use", ["id"] = $"toolu_call_{request.Number}", ["name"] = tool, ["input"] = new JsonObject() },
        },
        new()
        {
            ["type"] = "content_block_delta",
            ["index"] = 0,
            ["delta"] = new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = input.ToJsonString() },
        },
        new() { ["type"] = "content_block_stop", ["index"] = 0 },
        new()
        {
            ["type"] = "message_delta",
            ["delta"] = new JsonObject { ["stop_reason"] = "tool_use", ["stop_sequence"] = null },
            ["usage"] = new JsonObject { ["input_tokens"] = request.InputTokens, ["output_tokens"] = Output },
        },
        new() { ["type"] = "message_stop" });

    public static Script Responses(ReceivedRequest request, string tool, JsonObject input)
    {
        var call = new JsonObject
        {
            ["type"] = "function_call",
            ["id"] = $"fc_call_{request.Number}",
            ["call_id"] = $"call_{request.Number}",
            ["name"] = tool,
            ["arguments"] = input.ToJsonString(),
            ["status"] = "completed",
        };
        var begun = (JsonObject)call.DeepClone();
        (begun["arguments"], begun["status"]) = ("", "in_progress");
        JsonObject[] events =
        [
            new() { ["type"] = "response.created", ["response"] = Response(request, "in_progress", [], null) },
            new() { ["type"] = "response.output_item.added", ["output_index"] = 0, ["item"] = begun },
            new()
            {
                ["type"] = "response.function_call_arguments.delta",
                ["item_id"] = (string?)call["id"],
                ["output_index"] = 0,
                ["delta"] = input.ToJsonString(),
            },
            new() { ["type"] = "response.output_item.done", ["output_index"] = 0, ["item"] = call.DeepClone() },
            new()
            {
                ["type"] = "response.completed",
                ["response"] = Response(request, "completed", [call], new()
                {
                    ["input_tokens"] = request.InputTokens,
                    ["output_tokens"] = Output,
                    ["total_tokens"] = request.InputTokens + Output,
                }),
            },
        ];
        foreach (var (number, one) in events.Index())
        {
            one["sequence_number"] = number;
        }

        return Stream(request, events);
    }

    private static JsonObject Response(ReceivedRequest request, string status, JsonArray output, JsonObject? usage) => new()
    {
        ["id"] = $"resp_call_{request.Number}",
        ["object"] = "response",
        ["created_at"] = 1_790_000_000,
        ["status"] = status,
        ["error"] = null,
        ["incomplete_details"] = null,
        ["model"] = request.Model,
        ["output"] = output,
        ["usage"] = usage,
    };

    private static Script Stream(ReceivedRequest request, params IEnumerable<JsonObject> events) => new()
    {
        Body = Encoding.UTF8.GetBytes(string.Concat(events.Select(one => $"event: {one["type"]}\ndata: {one.ToJsonString()}\n\n"))),
        BodyTokens = (request.InputTokens, Output),
        ContentType = "text/event-stream; charset=utf-8",
    };
}
