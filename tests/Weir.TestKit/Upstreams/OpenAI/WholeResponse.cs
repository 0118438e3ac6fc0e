using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams.OpenAI;

/// <summary>A response as one JSON object: what was asked, echoed, and what came of it.</summary>
internal sealed class WholeResponse(ModelRun run, long created)
{
    public IEnumerable<Piece> Pieces()
    {
        foreach (var piece in run.Unseen(run.Output))
        {
            yield return piece;
        }

        var usage = Usage();
        yield return new(WireJson.Bytes(Ended(ResponseItems.All(run), usage))) { FinalUsage = usage, IsLast = true };
    }

    /// <summary>Before anything is in it.</summary>
    public JsonObject Begun() => new()
    {
        ["id"] = $"resp_fake{run.Request.Number:D8}",
        ["object"] = "response",
        ["created_at"] = created,
        ["status"] = "in_progress",
        ["background"] = false,
        ["error"] = null,
        ["incomplete_details"] = null,
        ["instructions"] = Echo("instructions", null),
        ["max_output_tokens"] = Echo("max_output_tokens", null),
        ["model"] = run.Request.Model,
        ["output"] = new JsonArray(),
        ["parallel_tool_calls"] = Echo("parallel_tool_calls", true),
        ["previous_response_id"] = Echo("previous_response_id", null),
        ["reasoning"] = Echo("reasoning", new JsonObject { ["effort"] = null, ["summary"] = null }),
        ["service_tier"] = "default",
        ["store"] = Echo("store", true),
        ["temperature"] = Echo("temperature", 1.0),
        ["text"] = Echo("text", new JsonObject { ["format"] = new JsonObject { ["type"] = "text" } }),
        ["tool_choice"] = Echo("tool_choice", "auto"),
        ["tools"] = Echo("tools", new JsonArray()),
        ["top_p"] = Echo("top_p", 1.0),
        ["truncation"] = Echo("truncation", "disabled"),
        ["usage"] = null,
        ["user"] = Echo("user", null),
        ["metadata"] = Echo("metadata", new JsonObject()),
    };

    /// <summary>With its outcome; usage stands nowhere else.</summary>
    public JsonObject Ended(JsonArray output, JsonObject? usage)
    {
        var response = Begun();
        response["status"] = run.IsCut ? "incomplete" : "completed";
        response["incomplete_details"] = run.IsCut ? new JsonObject { ["reason"] = "max_output_tokens" } : null;
        response["output"] = output;
        response["usage"] = usage?.DeepClone();
        return response;
    }

    public JsonObject? Usage() => run.Script.FinalUsage(new()
    {
        ["input_tokens"] = run.Input,
        ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = run.CacheRead, ["cache_write_tokens"] = run.CacheWrite5m + run.CacheWrite1h },
        ["output_tokens"] = run.Output,
        ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = run.HiddenTokens + run.ThinkingTokens },
        ["total_tokens"] = run.Input + run.Output,
    });

    private JsonNode? Echo(string name, JsonNode? otherwise) =>
        run.Request.Field(name) is { ValueKind: not JsonValueKind.Null } asked ? WireJson.Node(asked) : otherwise;
}
