using System.Globalization;
using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams.Ollama;

/// <summary>What <c>/api/chat</c> and <c>/api/generate</c> answer. They differ in where the text stands; only a chat has tool calls, only generate a context.</summary>
internal sealed class AnswerLines(ModelRun run, TimeProvider time)
{
    private const long LoadNanoseconds = 5_025_959;

    private const long NanosecondsPerToken = 16_238_666;

    public ModelRun Run => run;

    private bool IsChat => run.Request.Path == "/api/chat";

    /// <summary>Thinking first, then text, then the calls, each in one piece.</summary>
    public IEnumerable<Piece> Streamed()
    {
        foreach (var piece in run.Unseen(run.HiddenTokens))
        {
            yield return piece;
        }

        foreach (var (first, count) in run.Portions(run.ThinkingTokens))
        {
            yield return Delta("thinking", Line("", thinking: ModelWords.Text(first, count)), count);
        }

        foreach (var (first, count) in run.Portions(run.TextTokens))
        {
            yield return Delta("content", Line(ModelWords.Text(first, count)), count);
        }

        var index = 0;
        foreach (var tokens in run.ToolUses)
        {
            // A call that the cap cuts short is never seen.
            yield return IsChat && tokens == ModelRun.TokensPerToolUse
                ? Delta("tool_calls", Line("", calls: [Call(index++)]), tokens)
                : Piece.Unseen(tokens, run.Script.Gap);
        }

        var (line, usage) = Done(Line(""));
        yield return LineForm.Line(line) with { Event = "done", FinalUsage = usage, IsLast = true };
    }

    public IEnumerable<Piece> Whole()
    {
        foreach (var piece in run.Unseen(run.Output))
        {
            yield return piece;
        }

        var calls = IsChat ? run.ToolUses.Where(tokens => tokens == ModelRun.TokensPerToolUse).Select((_, index) => Call(index)).ToArray() : [];
        var thinking = run.ThinkingTokens > 0 ? ModelWords.Text(0, run.ThinkingTokens) : null;
        var (line, usage) = Done(Line(ModelWords.Text(0, run.TextTokens), thinking, calls.Length > 0 ? calls : null));
        yield return new(WireJson.Bytes(line)) { FinalUsage = usage, IsLast = true };
    }

    /// <summary>The answer to nothing: the model was loaded, or by <c>keep_alive</c> 0 unloaded.</summary>
    public JsonObject Loaded()
    {
        var isUnload = run.Request.Field("keep_alive") is { } alive && (WireJson.Number(alive) == 0 || WireJson.String(alive) is "0" or "0s");
        var line = Line("");
        line["done"] = true;
        line["done_reason"] = isUnload ? "unload" : "load";
        return line;
    }

    private JsonObject Line(string text, string? thinking = null, JsonObject[]? calls = null)
    {
        var line = new JsonObject
        {
            ["model"] = run.Request.Model,
            ["created_at"] = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
        };
        var holder = IsChat ? new JsonObject { ["role"] = "assistant" } : line;
        holder[IsChat ? "content" : "response"] = text;
        if (thinking is not null)
        {
            holder["thinking"] = thinking;
        }

        if (calls is not null)
        {
            holder["tool_calls"] = new JsonArray([.. calls]);
        }

        if (IsChat)
        {
            line["message"] = holder;
        }

        line["done"] = false;
        return line;
    }

    /// <summary>Makes it the last line. Counts that are zero are left out, as Go leaves them out.</summary>
    private (JsonObject Line, JsonObject? Usage) Done(JsonObject line)
    {
        line["done"] = true;
        line["done_reason"] = run.IsCut ? "length" : "stop";
        if (!IsChat)
        {
            line["context"] = new JsonArray(1, 2, 3);
        }

        line["total_duration"] = LoadNanoseconds + ((run.Input + run.Output) * NanosecondsPerToken);
        line["load_duration"] = LoadNanoseconds;
        var honest = new JsonObject();
        foreach (var (name, tokens) in ((string, long)[])[("prompt_eval_count", run.Input), ("eval_count", run.Output)])
        {
            if (tokens > 0)
            {
                honest[name] = tokens;
            }
        }

        var usage = run.Script.FinalUsage(honest);
        foreach (var (name, value) in usage ?? [])
        {
            line[name] = value?.DeepClone();
        }

        line["prompt_eval_duration"] = run.Input * NanosecondsPerToken;
        line["eval_duration"] = run.Output * NanosecondsPerToken;
        return (line, usage);
    }

    private JsonObject Call(int index) => new()
    {
        ["id"] = $"call_fake{run.Request.Number:D8}{index}",
        ["function"] = new JsonObject { ["index"] = index, ["name"] = run.ToolName, ["arguments"] = ModelWords.ToolArguments() },
    };

    private Piece Delta(string name, JsonObject line, long tokens) => LineForm.Line(line) with { Event = name, Output = tokens, Wait = run.Script.Gap };
}
