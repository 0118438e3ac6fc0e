using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams.OpenAI;

/// <summary>A response as named and numbered events, made lazily.</summary>
internal sealed class StreamedResponse(ModelRun run, WholeResponse whole)
{
    private long _sequence;
    private int _index;

    public IEnumerable<Piece> Pieces()
    {
        yield return Event("response.created", new() { ["response"] = whole.Begun() });
        yield return Event("response.in_progress", new() { ["response"] = whole.Begun() });
        foreach (var piece in Reasoning().Concat(Message()).Concat(Calls()))
        {
            yield return piece;
        }

        var usage = whole.Usage();
        var name = run.IsCut ? "response.incomplete" : "response.completed";
        yield return Event(name, new() { ["response"] = whole.Ended(ResponseItems.All(run), usage) }) with { FinalUsage = usage, IsLast = true };
    }

    /// <summary>Of hidden thinking only that there is some can be seen.</summary>
    private IEnumerable<Piece> Reasoning()
    {
        if (!ResponseItems.HasReasoning(run))
        {
            yield break;
        }

        var item = ResponseItems.Reasoning(run, isDone: false);
        yield return Added(item);
        foreach (var piece in run.Unseen(run.HiddenTokens))
        {
            yield return piece;
        }

        if (run.ThinkingTokens > 0)
        {
            yield return Inside("response.reasoning_summary_part.added", item, "summary_index", new() { ["part"] = ResponseItems.Summary("") });
            foreach (var (first, count) in run.Portions(run.ThinkingTokens))
            {
                yield return Made(Inside("response.reasoning_summary_text.delta", item, "summary_index", new() { ["delta"] = ModelWords.Text(first, count) }), count);
            }

            var text = ModelWords.Text(0, run.ThinkingTokens);
            yield return Inside("response.reasoning_summary_text.done", item, "summary_index", new() { ["text"] = text });
            yield return Inside("response.reasoning_summary_part.done", item, "summary_index", new() { ["part"] = ResponseItems.Summary(text) });
        }

        yield return Done(ResponseItems.Reasoning(run, isDone: true));
    }

    private IEnumerable<Piece> Message()
    {
        if (!ResponseItems.HasMessage(run))
        {
            yield break;
        }

        var item = ResponseItems.Message(run, isDone: false);
        var kind = run.Script.Refuses ? "response.refusal" : "response.output_text";
        yield return Added(item);
        yield return Inside("response.content_part.added", item, "content_index", new() { ["part"] = ResponseItems.Part(run, "") });
        foreach (var (first, count) in run.Portions(run.TextTokens))
        {
            yield return Made(Inside($"{kind}.delta", item, "content_index", Text("delta", ModelWords.Text(first, count))), count);
        }

        var text = ModelWords.Text(0, run.TextTokens);
        yield return Inside($"{kind}.done", item, "content_index", Text(run.Script.Refuses ? "refusal" : "text", text));
        yield return Inside("response.content_part.done", item, "content_index", new() { ["part"] = ResponseItems.Part(run, text) });
        yield return Done(ResponseItems.Message(run, isDone: true));
    }

    private IEnumerable<Piece> Calls()
    {
        foreach (var (call, tokens) in run.ToolUses.Index())
        {
            var item = ResponseItems.Call(run, call, tokens: null);
            yield return Added(item);
            foreach (var part in ModelWords.ToolInput.Take(tokens))
            {
                yield return Made(Inside("response.function_call_arguments.delta", item, null, new() { ["delta"] = part }), 1);
            }

            var arguments = new JsonObject { ["name"] = run.ToolName, ["arguments"] = ResponseItems.Arguments(tokens) };
            yield return Inside("response.function_call_arguments.done", item, null, arguments);
            yield return Done(ResponseItems.Call(run, call, tokens));
        }
    }

    /// <summary>Text has probabilities beside it; a refusal hasn't.</summary>
    private JsonObject Text(string field, string text)
    {
        var fields = new JsonObject { [field] = text };
        if (!run.Script.Refuses)
        {
            fields["logprobs"] = new JsonArray();
        }

        return fields;
    }

    private Piece Added(JsonObject item) => Event("response.output_item.added", new() { ["output_index"] = _index, ["item"] = item.DeepClone() });

    private Piece Done(JsonObject item) => Event("response.output_item.done", new() { ["output_index"] = _index++, ["item"] = item });

    /// <summary>An event that is about a place in an item.</summary>
    private Piece Inside(string name, JsonObject item, string? place, JsonObject fields)
    {
        if (place is not null)
        {
            fields.Insert(0, place, 0);
        }

        fields.Insert(0, "output_index", _index);
        fields.Insert(0, "item_id", (string?)item["id"]);
        return Event(name, fields);
    }

    private Piece Made(Piece piece, long tokens) => piece with { Output = tokens, Wait = run.Script.Gap };

    private Piece Event(string name, JsonObject fields)
    {
        fields.Insert(0, "sequence_number", _sequence++);
        return new(ServerSentEvent.Named(name, fields)) { Event = name };
    }
}
