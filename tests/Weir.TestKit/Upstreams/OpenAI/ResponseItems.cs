using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams.OpenAI;

/// <summary>The items of a response, as they are when they begin and when they are done.</summary>
internal static class ResponseItems
{
    public static bool HasReasoning(ModelRun run) => run.HiddenTokens + run.ThinkingTokens > 0;

    public static bool HasMessage(ModelRun run) => run.TextTokens > 0 || run.ToolTokens == 0;

    public static JsonArray All(ModelRun run)
    {
        var items = new JsonArray();
        if (HasReasoning(run))
        {
            items.Add(Reasoning(run, isDone: true));
        }

        if (HasMessage(run))
        {
            items.Add(Message(run, isDone: true));
        }

        foreach (var (index, tokens) in run.ToolUses.Index())
        {
            items.Add(Call(run, index, tokens));
        }

        return items;
    }

    /// <summary>Hidden thinking has no summary; who keeps no state at the server can ask for it encrypted.</summary>
    public static JsonObject Reasoning(ModelRun run, bool isDone)
    {
        var item = new JsonObject
        {
            ["id"] = Id(run, "rs", 0),
            ["type"] = "reasoning",
            ["summary"] = isDone && run.ThinkingTokens > 0 ? new JsonArray(Summary(ModelWords.Text(0, run.ThinkingTokens))) : new JsonArray(),
        };
        if (WireJson.Items(run.Request.Field("include")).Any(asked => WireJson.String(asked) == "reasoning.encrypted_content"))
        {
            item["encrypted_content"] = isDone ? "gAAAAABfake" : "";
        }

        return item;
    }

    public static JsonObject Summary(string text) => new() { ["type"] = "summary_text", ["text"] = text };

    public static JsonObject Message(ModelRun run, bool isDone) => new()
    {
        ["id"] = Id(run, "msg", 0),
        ["type"] = "message",
        ["status"] = !isDone ? "in_progress" : run.IsCut && run.ToolTokens == 0 ? "incomplete" : "completed",
        ["content"] = isDone ? new JsonArray(Part(run, ModelWords.Text(0, run.TextTokens))) : new JsonArray(),
        ["role"] = "assistant",
    };

    public static JsonObject Part(ModelRun run, string text) => run.Script.Refuses
        ? new() { ["type"] = "refusal", ["refusal"] = text }
        : new() { ["type"] = "output_text", ["annotations"] = new JsonArray(), ["logprobs"] = new JsonArray(), ["text"] = text };

    /// <summary>A call of which so many tokens have been made; null when it only begins.</summary>
    public static JsonObject Call(ModelRun run, int index, int? tokens) => new()
    {
        ["id"] = Id(run, "fc", index),
        ["type"] = "function_call",
        ["status"] = tokens switch { null => "in_progress", ModelRun.TokensPerToolUse => "completed", _ => "incomplete" },
        ["arguments"] = Arguments(tokens ?? 0),
        ["call_id"] = $"call_fake{run.Request.Number:D8}_{index}",
        ["name"] = run.ToolName,
    };

    public static string Arguments(int tokens) => string.Concat(ModelWords.ToolInput.Take(tokens));

    private static string Id(ModelRun run, string kind, int index) => $"{kind}_fake{run.Request.Number:D8}_{index}";
}
