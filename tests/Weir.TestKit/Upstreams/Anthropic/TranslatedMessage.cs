using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams.Anthropic;

/// <summary>
/// A message as Ollama makes it of its own answer: no ping, no signatures, tool calls in one delta, usage in two figures of which the first
/// <c>message_start</c> only guesses.
/// </summary>
internal static class TranslatedMessage
{
    public static IEnumerable<Piece> Streamed(ModelRun run)
    {
        var message = WholeMessage.Shell(run);
        message.Remove("stop_reason");
        message.Remove("stop_sequence");
        // Far enough from the truth that whoever relies on it is found out.
        var guess = run.Script.StartUsage(new() { ["input_tokens"] = (run.Input / 2) + 1, ["output_tokens"] = 0 });
        Put(message, guess);
        yield return StreamedMessage.Event("message_start", new() { ["message"] = message }) with { StartUsage = guess };
        foreach (var piece in run.Unseen(run.HiddenTokens).Concat(Blocks(run)))
        {
            yield return piece;
        }

        var usage = Usage(run);
        var end = new JsonObject { ["delta"] = new JsonObject { ["stop_reason"] = StopReason(run) } };
        Put(end, usage);
        yield return StreamedMessage.Event("message_delta", end) with { FinalUsage = usage, IsLast = true };
        yield return StreamedMessage.Event("message_stop", new());
    }

    public static IEnumerable<Piece> Whole(ModelRun run)
    {
        foreach (var piece in run.Unseen(run.Output))
        {
            yield return piece;
        }

        var message = WholeMessage.Shell(run);
        message.Remove("stop_sequence");
        message["content"] = Content(run);
        message["stop_reason"] = StopReason(run);
        var usage = Usage(run);
        Put(message, usage);
        yield return new(WireJson.Bytes(message)) { FinalUsage = usage, IsLast = true };
    }

    private static IEnumerable<Piece> Blocks(ModelRun run)
    {
        var index = 0;
        foreach (var (field, tokens) in ((string, long)[])[("thinking", run.ThinkingTokens), ("text", run.TextTokens)])
        {
            if (tokens == 0)
            {
                continue;
            }

            yield return StreamedMessage.Block(index, new() { ["type"] = field, [field] = "" });
            foreach (var piece in StreamedMessage.TextDeltas(run, index, field, tokens))
            {
                yield return piece;
            }

            yield return StreamedMessage.BlockStop(index++);
        }

        foreach (var tokens in run.ToolUses)
        {
            // A call that is cut short is never seen.
            if (tokens < ModelRun.TokensPerToolUse)
            {
                yield return Piece.Unseen(tokens, run.Script.Gap);
                continue;
            }

            yield return StreamedMessage.Block(index, WholeMessage.ToolUse(run, index, []));
            yield return StreamedMessage.Delta(run, index, new() { ["type"] = "input_json_delta", ["partial_json"] = WireJson.Text(ModelWords.ToolArguments()) }, tokens);
            yield return StreamedMessage.BlockStop(index++);
        }
    }

    private static JsonArray Content(ModelRun run)
    {
        var content = new JsonArray();
        foreach (var (field, tokens) in ((string, long)[])[("thinking", run.ThinkingTokens), ("text", run.TextTokens)])
        {
            if (tokens > 0)
            {
                content.Add(new JsonObject { ["type"] = field, [field] = ModelWords.Text(0, tokens) });
            }
        }

        foreach (var _ in run.ToolUses.Where(tokens => tokens == ModelRun.TokensPerToolUse))
        {
            content.Add(WholeMessage.ToolUse(run, content.Count, ModelWords.ToolArguments()));
        }

        return content;
    }

    /// <summary>Tool calls outweigh the cap.</summary>
    private static string StopReason(ModelRun run) => run.ToolTokens >= ModelRun.TokensPerToolUse ? "tool_use" : run.IsCut ? "max_tokens" : "end_turn";

    private static JsonObject? Usage(ModelRun run) => run.Script.FinalUsage(new() { ["input_tokens"] = run.Input, ["output_tokens"] = run.Output });

    private static void Put(JsonObject holder, JsonObject? usage)
    {
        if (usage is not null)
        {
            holder["usage"] = usage.DeepClone();
        }
    }
}
