using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams;

/// <summary>A message as one JSON object. Its tokens are made, at their pace, before its first byte is sent.</summary>
internal static class WholeMessage
{
    public const string Signature = "EqQBCgIYAhIkZmFrZS1zaWduYXR1cmU=";

    public static IEnumerable<Piece> Pieces(MessagePlan plan)
    {
        for (var made = 0L; made < plan.Output; made += plan.TokensPerDelta)
        {
            yield return new(ReadOnlyMemory<byte>.Empty) { Output = Math.Min(plan.TokensPerDelta, plan.Output - made), Wait = plan.Gap };
        }

        var usage = plan.FinalUsage();
        var message = Shell(plan);
        message["content"] = Content(plan);
        message["stop_reason"] = plan.StopReason;
        if (usage is not null)
        {
            message["usage"] = usage.DeepClone();
        }

        yield return new(JsonSerializer.SerializeToUtf8Bytes(message, StreamedMessage.Plain))
        {
            AddedInput = plan.ServerToolUses * plan.ServerToolTokens,
            FinalUsage = usage,
            IsLast = true,
        };
    }

    /// <summary>A message before anything is in it.</summary>
    public static JsonObject Shell(MessagePlan plan) => new()
    {
        ["id"] = plan.MessageId,
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = plan.Request.Model,
        ["content"] = new JsonArray(),
        ["stop_reason"] = null,
        ["stop_sequence"] = null,
    };

    public static JsonObject ToolUse(MessagePlan plan, int index, JsonObject input) => new()
    {
        ["type"] = "tool_use",
        ["id"] = $"toolu_fake_{plan.Request.Number:D8}_{index}",
        ["name"] = ToolName(plan),
        ["input"] = input,
    };

    private static JsonArray Content(MessagePlan plan)
    {
        var content = new JsonArray();
        if (plan.HiddenTokens + plan.ThinkingTokens > 0)
        {
            content.Add(new JsonObject { ["type"] = "thinking", ["thinking"] = ModelWords.Text(0, plan.ThinkingTokens), ["signature"] = Signature });
        }

        for (var use = 0; use < plan.ServerToolUses; use++)
        {
            content.Add(ServerTool.Use(use));
            content.Add(ServerTool.Result(use));
        }

        if (plan.TextTokens > 0)
        {
            content.Add(new JsonObject { ["type"] = "text", ["text"] = ModelWords.Text(0, plan.TextTokens) });
        }

        // A call that the cap cut short has no input that could be parsed; it is left empty.
        for (var left = plan.ToolTokens; left > 0; left -= MessagePlan.TokensPerToolUse)
        {
            var input = left >= MessagePlan.TokensPerToolUse ? JsonNode.Parse(string.Concat(ModelWords.ToolInput))!.AsObject() : [];
            content.Add(ToolUse(plan, content.Count, input));
        }

        return content;
    }

    /// <summary>The first tool of the request.</summary>
    private static string ToolName(MessagePlan plan) =>
        plan.Request.Field("tools") is { ValueKind: JsonValueKind.Array } tools
        && tools.EnumerateArray().Select(tool => tool.TryGetProperty("name", out var name) ? name.GetString() : null).FirstOrDefault() is { } first
            ? first
            : "get_weather";
}
