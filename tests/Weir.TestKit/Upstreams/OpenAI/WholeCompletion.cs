using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams.OpenAI;

/// <summary>A chat completion as one JSON object.</summary>
internal static class WholeCompletion
{
    public const string Fingerprint = "fp_fake";

    public static IEnumerable<Piece> Pieces(ModelRun run, long created)
    {
        foreach (var piece in run.Unseen(run.TotalOutput))
        {
            yield return piece;
        }

        var usage = CompletionUsage.AtEnd(run);
        var completion = new JsonObject
        {
            ["id"] = Id(run),
            ["object"] = "chat.completion",
            ["created"] = created,
            ["model"] = run.Request.Model,
            ["choices"] = new JsonArray([.. Enumerable.Range(0, run.Choices).Select(choice => new JsonObject
            {
                ["index"] = choice,
                ["message"] = Message(run, choice),
                ["logprobs"] = null,
                ["finish_reason"] = FinishReason(run),
            })]),
        };
        if (usage is not null)
        {
            completion["usage"] = usage.DeepClone();
        }

        completion["service_tier"] = "default";
        completion["system_fingerprint"] = Fingerprint;
        yield return new(WireJson.Bytes(completion)) { FinalUsage = usage, IsLast = true };
    }

    public static string Id(ModelRun run) => $"chatcmpl-fake{run.Request.Number:D8}";

    public static string FinishReason(ModelRun run) => run.IsCut ? "length" : run.CallsTools ? "tool_calls" : "stop";

    public static string ReasoningField(ModelRun run) => run.Script.ReasoningField ?? "reasoning_content";

    public static JsonObject Call(ModelRun run, int choice, int index, string arguments) => new()
    {
        ["id"] = $"call_fake{run.Request.Number:D8}_{choice}_{index}",
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = run.ToolName, ["arguments"] = arguments },
    };

    private static JsonObject Message(ModelRun run, int choice)
    {
        var text = run.TextTokens > 0 ? ModelWords.Text(0, run.TextTokens) : null;
        var message = new JsonObject
        {
            ["role"] = "assistant",
            ["content"] = run.Script.Refuses ? null : text,
            ["refusal"] = run.Script.Refuses ? text : null,
            ["annotations"] = new JsonArray(),
        };
        if (run.ThinkingTokens > 0)
        {
            message[ReasoningField(run)] = ModelWords.Text(0, run.ThinkingTokens);
        }

        if (run.ToolTokens > 0)
        {
            // Arguments that the cap cut short are a string all the same.
            message["tool_calls"] = new JsonArray([.. run.ToolUses.Select((tokens, index) => Call(run, choice, index, string.Concat(ModelWords.ToolInput.Take(tokens))))]);
        }

        return message;
    }
}
