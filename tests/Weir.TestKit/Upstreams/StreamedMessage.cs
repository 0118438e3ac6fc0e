using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams;

/// <summary>A message as server-sent events, made lazily: a stream of any length holds one event at a time.</summary>
internal static class StreamedMessage
{
    /// <summary>Letters go out as UTF-8 and not as <c>\u…</c>, as Anthropic sends them.</summary>
    public static JsonSerializerOptions Plain { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IEnumerable<Piece> Pieces(MessagePlan plan)
    {
        yield return Start(plan);
        yield return Event("ping", new());
        var index = 0;
        foreach (var piece in Thinking(plan, index))
        {
            yield return piece;
        }

        index += plan.HiddenTokens + plan.ThinkingTokens > 0 ? 1 : 0;
        for (var use = 0; use < plan.ServerToolUses; use++)
        {
            yield return Block(index, ServerTool.Use(use)) with { AddedInput = plan.ServerToolTokens };
            yield return BlockStop(index++);
            yield return Block(index, ServerTool.Result(use));
            yield return BlockStop(index++);
        }

        if (plan.TextTokens > 0)
        {
            foreach (var piece in Text(plan, index++))
            {
                yield return piece;
            }
        }

        for (var made = 0; made < plan.ToolTokens; made += MessagePlan.TokensPerToolUse)
        {
            foreach (var piece in ToolUse(plan, index++, (int)Math.Min(MessagePlan.TokensPerToolUse, plan.ToolTokens - made)))
            {
                yield return piece;
            }
        }

        yield return End(plan);
        yield return Event("message_stop", new());
    }

    public static Piece Error(string type, string message, string requestId)
    {
        var error = new JsonObject { ["type"] = type, ["message"] = message };
        return Event("error", new() { ["error"] = error, ["request_id"] = requestId }) with { IsError = true };
    }

    private static Piece Start(MessagePlan plan)
    {
        var usage = plan.StartUsage();
        var message = WholeMessage.Shell(plan);
        if (usage is not null)
        {
            message["usage"] = usage.DeepClone();
        }

        return Event("message_start", new() { ["message"] = message }) with { StartUsage = usage };
    }

    private static Piece End(MessagePlan plan)
    {
        var usage = plan.FinalUsage();
        var fields = new JsonObject { ["delta"] = new JsonObject { ["stop_reason"] = plan.StopReason, ["stop_sequence"] = null } };
        if (usage is not null)
        {
            fields["usage"] = usage.DeepClone();
        }

        return Event("message_delta", fields) with { FinalUsage = usage, IsLast = true };
    }

    /// <summary>Thinking that isn't shown takes its time and its tokens; of it only the signature is seen.</summary>
    private static IEnumerable<Piece> Thinking(MessagePlan plan, int index)
    {
        if (plan.HiddenTokens + plan.ThinkingTokens == 0)
        {
            yield break;
        }

        yield return Block(index, new() { ["type"] = "thinking", ["thinking"] = "", ["signature"] = "" });
        foreach (var (_, count) in Portions(plan, plan.HiddenTokens))
        {
            yield return new(ReadOnlyMemory<byte>.Empty) { Output = count, Wait = plan.Gap };
        }

        foreach (var (first, count) in Portions(plan, plan.ThinkingTokens))
        {
            yield return Delta(plan, index, new() { ["type"] = "thinking_delta", ["thinking"] = ModelWords.Text(first, count) }, count);
        }

        yield return Delta(plan, index, new() { ["type"] = "signature_delta", ["signature"] = WholeMessage.Signature }, 0);
        yield return BlockStop(index);
    }

    private static IEnumerable<Piece> Text(MessagePlan plan, int index)
    {
        yield return Block(index, new() { ["type"] = "text", ["text"] = "" });
        foreach (var (first, count) in Portions(plan, plan.TextTokens))
        {
            yield return Delta(plan, index, new() { ["type"] = "text_delta", ["text"] = ModelWords.Text(first, count) }, count);
        }

        yield return BlockStop(index);
    }

    private static IEnumerable<Piece> ToolUse(MessagePlan plan, int index, int tokens)
    {
        yield return Block(index, WholeMessage.ToolUse(plan, index, new()));
        yield return Delta(plan, index, new() { ["type"] = "input_json_delta", ["partial_json"] = "" }, 0);
        foreach (var part in ModelWords.ToolInput.Take(tokens))
        {
            yield return Delta(plan, index, new() { ["type"] = "input_json_delta", ["partial_json"] = part }, 1);
        }

        yield return BlockStop(index);
    }

    private static IEnumerable<(long First, long Count)> Portions(MessagePlan plan, long tokens)
    {
        for (var first = 0L; first < tokens; first += plan.TokensPerDelta)
        {
            yield return (first, Math.Min(plan.TokensPerDelta, tokens - first));
        }
    }

    private static Piece Block(int index, JsonObject block) => Event("content_block_start", new() { ["index"] = index, ["content_block"] = block });

    private static Piece BlockStop(int index) => Event("content_block_stop", new() { ["index"] = index });

    private static Piece Delta(MessagePlan plan, int index, JsonObject delta, long tokens) =>
        Event("content_block_delta", new() { ["index"] = index, ["delta"] = delta }) with { Output = tokens, Wait = tokens > 0 ? plan.Gap : default };

    private static Piece Event(string name, JsonObject fields)
    {
        fields.Insert(0, "type", name);
        return new(Encoding.UTF8.GetBytes($"event: {name}\ndata: {fields.ToJsonString(Plain)}\n\n")) { Event = name };
    }
}
