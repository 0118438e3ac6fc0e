using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams.Anthropic;

/// <summary>A message as one JSON object. Its tokens are made, at their pace, before its first byte is sent.</summary>
internal static class WholeMessage
{
    public const string Signature = "EqQBCgIYAhIkZmFrZS1zaWduYXR1cmU=";

    public static IEnumerable<Piece> Pieces(ModelRun run)
    {
        foreach (var piece in run.Unseen(run.Output))
        {
            yield return piece;
        }

        var usage = MessageUsage.AtEnd(run);
        var message = Shell(run);
        message["content"] = Content(run);
        message["stop_reason"] = StopReason(run);
        if (usage is not null)
        {
            message["usage"] = usage.DeepClone();
        }

        yield return new(WireJson.Bytes(message))
        {
            AddedInput = run.Script.ServerToolUses * run.Script.ServerToolTokens,
            FinalUsage = usage,
            IsLast = true,
        };
    }

    /// <summary>A message before anything is in it.</summary>
    public static JsonObject Shell(ModelRun run) => new()
    {
        ["id"] = $"msg_fake_{run.Request.Number:D8}",
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = run.Request.Model,
        ["content"] = new JsonArray(),
        ["stop_reason"] = null,
        ["stop_sequence"] = null,
    };

    public static string StopReason(ModelRun run) => run.IsCut ? "max_tokens" : run.Script.Refuses ? "refusal" : run.CallsTools ? "tool_use" : "end_turn";

    public static JsonObject ToolUse(ModelRun run, int index, JsonObject input) => new()
    {
        ["type"] = "tool_use",
        ["id"] = $"toolu_fake_{run.Request.Number:D8}_{index}",
        ["name"] = run.ToolName,
        ["input"] = input,
    };

    private static JsonArray Content(ModelRun run)
    {
        var content = new JsonArray();
        if (run.HiddenTokens + run.ThinkingTokens > 0)
        {
            content.Add(new JsonObject { ["type"] = "thinking", ["thinking"] = ModelWords.Text(0, run.ThinkingTokens), ["signature"] = Signature });
        }

        for (var use = 0; use < run.Script.ServerToolUses; use++)
        {
            content.Add(ServerTool.Use(use));
            content.Add(ServerTool.Result(use));
        }

        if (run.TextTokens > 0)
        {
            content.Add(new JsonObject { ["type"] = "text", ["text"] = ModelWords.Text(0, run.TextTokens) });
        }

        // A call that the cap cut short has no input that could be parsed; it is left empty.
        foreach (var tokens in run.ToolUses)
        {
            content.Add(ToolUse(run, content.Count, tokens == ModelRun.TokensPerToolUse ? ModelWords.ToolArguments() : []));
        }

        return content;
    }
}
