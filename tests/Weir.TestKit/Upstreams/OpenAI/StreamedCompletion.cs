using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams.OpenAI;

/// <summary>A chat completion as chunks, made lazily; the chunks of several choices take turns.</summary>
internal sealed class StreamedCompletion(ModelRun run, long created)
{
    private readonly bool _asksForUsage = WireJson.Member(run.Request.Field("stream_options"), "include_usage") is { ValueKind: JsonValueKind.True };
    private readonly UsagePlace _place = run.Script.UsagePlace;
    private long _made;

    private bool HasOwnChunk => _place == UsagePlace.OwnChunkIfAsked && _asksForUsage;

    public IEnumerable<Piece> Pieces()
    {
        var choices = Enumerable.Range(0, run.Choices).Select(choice => Choice(choice).GetEnumerator()).ToList();
        while (choices.Count > 0)
        {
            foreach (var choice in choices.ToArray())
            {
                if (choice.MoveNext())
                {
                    yield return choice.Current;
                }
                else
                {
                    choices.Remove(choice);
                }
            }
        }

        if (HasOwnChunk && CompletionUsage.AtEnd(run) is { } usage)
        {
            var chunk = Chunk([]);
            chunk["usage"] = usage.DeepClone();
            yield return Sent("usage", chunk) with { FinalUsage = usage };
        }

        if (run.Script.SendsDone)
        {
            yield return new(ServerSentEvent.Unnamed("[DONE]")) { Event = "[DONE]" };
        }
    }

    private IEnumerable<Piece> Choice(int choice)
    {
        yield return Delta("role", choice, new() { ["role"] = "assistant", ["content"] = "", ["refusal"] = null }, 0);
        foreach (var piece in run.Unseen(run.HiddenTokens))
        {
            _made += piece.Output;
            yield return piece;
        }

        foreach (var (first, count) in run.Portions(run.ThinkingTokens))
        {
            yield return Delta("reasoning", choice, new() { [WholeCompletion.ReasoningField(run)] = ModelWords.Text(first, count) }, count);
        }

        var field = run.Script.Refuses ? "refusal" : "content";
        foreach (var (first, count) in run.Portions(run.TextTokens))
        {
            yield return Delta(field, choice, new() { [field] = ModelWords.Text(first, count) }, count);
        }

        var index = 0;
        foreach (var tokens in run.ToolUses)
        {
            // Only the first piece has id and name.
            var start = WholeCompletion.Call(run, choice, index, "");
            start.Insert(0, "index", index);
            yield return Delta("tool_calls", choice, new() { ["tool_calls"] = new JsonArray(start) }, 0);
            foreach (var part in ModelWords.ToolInput.Take(tokens))
            {
                var next = new JsonObject { ["index"] = index, ["function"] = new JsonObject { ["arguments"] = part } };
                yield return Delta("tool_calls", choice, new() { ["tool_calls"] = new JsonArray(next) }, 1);
            }

            index++;
        }

        yield return Finish(choice);
    }

    private Piece Delta(string name, int choice, JsonObject delta, long tokens)
    {
        _made += tokens;
        var chunk = Chunk([ChoiceOf(choice, delta, null)]);
        PutUsage(chunk, _place == UsagePlace.EveryChunk ? CompletionUsage.After(run, _made) : null);
        return Sent(name, chunk) with { Output = tokens, Wait = tokens > 0 ? run.Script.Gap : default };
    }

    private Piece Finish(int choice)
    {
        var isLast = choice == run.Choices - 1;
        var usage = _place == UsagePlace.EveryChunk || (_place == UsagePlace.FinishChunk && isLast) ? CompletionUsage.After(run, _made) : null;
        var chunk = Chunk([ChoiceOf(choice, [], WholeCompletion.FinishReason(run))]);
        PutUsage(chunk, usage);
        return Sent("finish", chunk) with { IsLast = isLast, FinalUsage = isLast ? usage : null };
    }

    /// <summary>Who asked for a chunk with the usage gets a null in all others.</summary>
    private void PutUsage(JsonObject chunk, JsonObject? usage)
    {
        if (usage is not null || HasOwnChunk)
        {
            chunk["usage"] = usage?.DeepClone();
        }
    }

    private JsonObject Chunk(JsonArray choices) => new()
    {
        ["id"] = WholeCompletion.Id(run),
        ["object"] = "chat.completion.chunk",
        ["created"] = created,
        ["model"] = run.Request.Model,
        ["service_tier"] = "default",
        ["system_fingerprint"] = WholeCompletion.Fingerprint,
        ["choices"] = choices,
    };

    private static JsonObject ChoiceOf(int choice, JsonObject delta, string? finishReason) => new()
    {
        ["index"] = choice,
        ["delta"] = delta,
        ["logprobs"] = null,
        ["finish_reason"] = finishReason,
    };

    private static Piece Sent(string name, JsonObject chunk) => new(ServerSentEvent.Unnamed(WireJson.Text(chunk))) { Event = name };
}
