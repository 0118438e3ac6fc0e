using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams.OpenAI;

/// <summary>A chat completion as Ollama makes it of its own answer: one choice, no chunk for the role, tool calls whole, usage in three figures.</summary>
internal sealed class TranslatedCompletion(ModelRun run, long created)
{
    public IEnumerable<Piece> Streamed()
    {
        foreach (var piece in run.Unseen(run.HiddenTokens))
        {
            yield return piece;
        }

        foreach (var (first, count) in run.Portions(run.ThinkingTokens))
        {
            yield return Delta("reasoning", new() { [ReasoningField] = ModelWords.Text(first, count) }, count);
        }

        foreach (var (first, count) in run.Portions(run.TextTokens))
        {
            yield return Delta("content", new() { ["content"] = ModelWords.Text(first, count) }, count);
        }

        var index = 0;
        foreach (var tokens in run.ToolUses)
        {
            // A call that is cut short is never seen.
            yield return tokens == ModelRun.TokensPerToolUse
                ? Delta("tool_calls", new() { ["tool_calls"] = new JsonArray(Call(index++)) }, tokens)
                : Piece.Unseen(tokens, run.Script.Gap);
        }

        yield return Sent("finish", Chunk([ChoiceOf([], FinishReason)])) with { IsLast = true };
        var isAsked = WireJson.Member(run.Request.Field("stream_options"), "include_usage") is { ValueKind: JsonValueKind.True };
        if (isAsked && Usage() is { } usage)
        {
            var chunk = Chunk([]);
            chunk["usage"] = usage.DeepClone();
            yield return Sent("usage", chunk) with { FinalUsage = usage };
        }

        yield return new(ServerSentEvent.Unnamed("[DONE]")) { Event = "[DONE]" };
    }

    public IEnumerable<Piece> Whole()
    {
        foreach (var piece in run.Unseen(run.Output))
        {
            yield return piece;
        }

        var completion = Shell("chat.completion", [new JsonObject { ["index"] = 0, ["message"] = Message(), ["finish_reason"] = FinishReason }]);
        var usage = Usage();
        if (usage is not null)
        {
            completion["usage"] = usage.DeepClone();
        }

        yield return new(WireJson.Bytes(completion)) { FinalUsage = usage, IsLast = true };
    }

    private string ReasoningField => run.Script.ReasoningField ?? "reasoning";

    /// <summary>Tool calls outweigh the cap.</summary>
    private string FinishReason => run.ToolTokens >= ModelRun.TokensPerToolUse ? "tool_calls" : run.IsCut ? "length" : "stop";

    private JsonObject Message()
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = ModelWords.Text(0, run.TextTokens) };
        if (run.ThinkingTokens > 0)
        {
            message[ReasoningField] = ModelWords.Text(0, run.ThinkingTokens);
        }

        if (run.ToolTokens >= ModelRun.TokensPerToolUse)
        {
            message["tool_calls"] = new JsonArray([.. run.ToolUses.Where(tokens => tokens == ModelRun.TokensPerToolUse).Select((_, index) => Call(index))]);
        }

        return message;
    }

    private JsonObject Call(int index) => new()
    {
        ["id"] = $"call_fake{run.Request.Number:D8}{index}",
        ["index"] = index,
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = run.ToolName, ["arguments"] = WireJson.Text(ModelWords.ToolArguments()) },
    };

    private JsonObject? Usage() => run.Script.FinalUsage(new()
    {
        ["prompt_tokens"] = run.Input,
        ["completion_tokens"] = run.Output,
        ["total_tokens"] = run.Input + run.Output,
    });

    private Piece Delta(string name, JsonObject delta, long tokens) =>
        Sent(name, Chunk([ChoiceOf(delta, null)])) with { Output = tokens, Wait = run.Script.Gap };

    private static JsonObject ChoiceOf(JsonObject delta, string? finishReason)
    {
        delta.Insert(0, "role", "assistant");
        if (!delta.ContainsKey("content"))
        {
            delta.Insert(1, "content", "");
        }

        return new() { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finishReason };
    }

    private JsonObject Chunk(JsonArray choices) => Shell("chat.completion.chunk", choices);

    private JsonObject Shell(string kind, JsonArray choices) => new()
    {
        ["id"] = $"chatcmpl-{run.Request.Number}",
        ["object"] = kind,
        ["created"] = created,
        ["model"] = run.Request.Model,
        ["system_fingerprint"] = "fp_ollama",
        ["choices"] = choices,
    };

    private static Piece Sent(string name, JsonObject chunk) => new(ServerSentEvent.Unnamed(WireJson.Text(chunk))) { Event = name };
}
