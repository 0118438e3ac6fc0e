using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams.Anthropic;

/// <summary>A message as server-sent events, made lazily: a stream of any length holds one event at a time.</summary>
internal static class StreamedMessage
{
    public static IEnumerable<Piece> Pieces(ModelRun run)
    {
        yield return Start(run);
        yield return Event("ping", new());
        var index = 0;
        foreach (var piece in Thinking(run, index))
        {
            yield return piece;
        }

        index += run.HiddenTokens + run.ThinkingTokens > 0 ? 1 : 0;
        for (var use = 0; use < run.Script.ServerToolUses; use++)
        {
            yield return Block(index, ServerTool.Use(use)) with { AddedInput = run.Script.ServerToolTokens };
            yield return BlockStop(index++);
            yield return Block(index, ServerTool.Result(use));
            yield return BlockStop(index++);
        }

        if (run.TextTokens > 0)
        {
            foreach (var piece in Text(run, index++))
            {
                yield return piece;
            }
        }

        foreach (var tokens in run.ToolUses)
        {
            foreach (var piece in ToolUse(run, index++, tokens))
            {
                yield return piece;
            }
        }

        yield return End(run);
        yield return Event("message_stop", new());
    }

    public static Piece Event(string name, JsonObject fields) => new(ServerSentEvent.Named(name, fields)) { Event = name };

    public static Piece Block(int index, JsonObject block) => Event("content_block_start", new() { ["index"] = index, ["content_block"] = block });

    public static Piece BlockStop(int index) => Event("content_block_stop", new() { ["index"] = index });

    public static Piece Delta(ModelRun run, int index, JsonObject delta, long tokens) =>
        Event("content_block_delta", new() { ["index"] = index, ["delta"] = delta }) with { Output = tokens, Wait = tokens > 0 ? run.Script.Gap : default };

    /// <summary>A block of text, or with another name of thinking, in the portions in which it is made.</summary>
    public static IEnumerable<Piece> TextDeltas(ModelRun run, int index, string field, long tokens) =>
        run.Portions(tokens).Select(portion => Delta(run, index, new() { ["type"] = $"{field}_delta", [field] = ModelWords.Text(portion.First, portion.Count) }, portion.Count));

    private static Piece Start(ModelRun run)
    {
        var usage = MessageUsage.AtStart(run);
        var message = WholeMessage.Shell(run);
        if (usage is not null)
        {
            message["usage"] = usage.DeepClone();
        }

        return Event("message_start", new() { ["message"] = message }) with { StartUsage = usage };
    }

    private static Piece End(ModelRun run)
    {
        var usage = MessageUsage.AtEnd(run);
        var fields = new JsonObject { ["delta"] = new JsonObject { ["stop_reason"] = WholeMessage.StopReason(run), ["stop_sequence"] = null } };
        if (usage is not null)
        {
            fields["usage"] = usage.DeepClone();
        }

        return Event("message_delta", fields) with { FinalUsage = usage, IsLast = true };
    }

    /// <summary>Thinking that isn't shown takes its time and its tokens; of it only the signature is seen.</summary>
    private static IEnumerable<Piece> Thinking(ModelRun run, int index)
    {
        if (run.HiddenTokens + run.ThinkingTokens == 0)
        {
            yield break;
        }

        yield return Block(index, new() { ["type"] = "thinking", ["thinking"] = "", ["signature"] = "" });
        foreach (var piece in run.Unseen(run.HiddenTokens).Concat(TextDeltas(run, index, "thinking", run.ThinkingTokens)))
        {
            yield return piece;
        }

        yield return Delta(run, index, new() { ["type"] = "signature_delta", ["signature"] = WholeMessage.Signature }, 0);
        yield return BlockStop(index);
    }

    private static IEnumerable<Piece> Text(ModelRun run, int index)
    {
        yield return Block(index, new() { ["type"] = "text", ["text"] = "" });
        foreach (var piece in TextDeltas(run, index, "text", run.TextTokens))
        {
            yield return piece;
        }

        yield return BlockStop(index);
    }

    private static IEnumerable<Piece> ToolUse(ModelRun run, int index, int tokens)
    {
        yield return Block(index, WholeMessage.ToolUse(run, index, new()));
        yield return Delta(run, index, new() { ["type"] = "input_json_delta", ["partial_json"] = "" }, 0);
        foreach (var part in ModelWords.ToolInput.Take(tokens))
        {
            yield return Delta(run, index, new() { ["type"] = "input_json_delta", ["partial_json"] = part }, 1);
        }

        yield return BlockStop(index);
    }
}
