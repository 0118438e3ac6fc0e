using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams.Ollama;

/// <summary>Ollama's own dialect: chat, generate, embeddings, its lists. What manages a box succeeds and changes nothing: the book shows who came that far.</summary>
internal sealed class OllamaWire(FakeUpstream upstream) : IWire
{
    private static readonly LineForm Form = new();

    private static readonly string[] Managing = ["pull", "push", "create", "copy", "delete", "blobs", "me", "signout"];

    public bool FoldsNames => true;

    public RunDemand? DemandOf(ReceivedRequest request) => (request.Method, request.Path) switch
    {
        ("POST", "/api/chat" or "/api/generate") => new(Cap(request), 1, request.Field("stream") is not { ValueKind: JsonValueKind.False }),
        ("POST", "/api/embed" or "/api/embeddings") => RunDemand.Embedding,
        _ => null,
    };

    public IAnswerForm FormOf(ReceivedRequest request) => Form;

    public Answer? Refusal(ReceivedRequest request) => upstream.Admits(request) ? null : Error(request, 401, "", "unauthorized");

    public Answer Honest(ReceivedRequest request, Script script) => (request.Method, request.Path) switch
    {
        ("GET" or "HEAD", "/") => Plain(200, "Ollama is running"),
        ("GET" or "HEAD", "/api/version") => Json(new JsonObject { ["version"] = "0.24.1" }),
        ("GET" or "HEAD", "/api/tags") => Json(OllamaModels.Tags(upstream.Models)),
        ("GET", "/api/ps") => Json(OllamaModels.Loaded(upstream.Models, upstream.Time.GetUtcNow())),
        ("POST", "/api/show") => Fault(request) ?? Json(OllamaModels.Show(request)),
        ("POST", "/api/chat") => Fault(request) ?? ChatFault(request) ?? Run(request, script, isEmpty: !WireJson.Items(request.Field("messages")).Any()),
        ("POST", "/api/generate") => Fault(request) ?? Run(request, script, isEmpty: string.IsNullOrEmpty(WireJson.String(request.Field("prompt")))),
        ("POST", "/api/embed") => Fault(request) ?? Embed(request, script),
        ("POST", "/api/embeddings") => Fault(request) ?? Embeddings(request),
        (_, var path) when path.Split('/') is ["", "api", var verb, ..] && Managing.Contains(verb) => Json(new JsonObject { ["status"] = "success" }),
        (_, "/" or "/api/version" or "/api/tags" or "/api/ps" or "/api/show" or "/api/chat" or "/api/generate" or "/api/embed" or "/api/embeddings")
            => Plain(405, "405 method not allowed"),
        _ => Plain(404, "404 page not found"),
    };

    public Answer Error(ReceivedRequest request, int status, string type, string message) =>
        Answer.Json(status, Form.WholeType, new JsonObject { ["error"] = message });

    /// <summary>
    /// In <c>options</c> names are exact. −1 and −2 stand for no end; 0 comes to the same, because the runner stops only at a number
    /// above it.
    /// </summary>
    private static long? Cap(ReceivedRequest request) =>
        WireJson.Number(WireJson.Member(request.Field("options"), "num_predict")) is var cap and > 0 ? cap : null;

    private Answer? Fault(ReceivedRequest request)
    {
        var model = request.Model ?? WireJson.String(request.Field("name"));
        return !request.IsObject ? Error(request, 400, "", request.Body.Length == 0 ? "missing request body" : "invalid character in request body")
            : string.IsNullOrEmpty(model) ? Error(request, 400, "", "model is required")
            : !upstream.Has(model) ? Error(request, 404, "", $"model '{model}' not found")
            : request.InputTokens > upstream.ContextWindow ? Error(request, 400, "", "the input length exceeds the context length")
            : null;
    }

    private Answer? ChatFault(ReceivedRequest request)
    {
        var messages = WireJson.Items(request.Field("messages")).ToArray();
        if (messages.FirstOrDefault(message => WireJson.Member(message, "content") is { ValueKind: not (JsonValueKind.String or JsonValueKind.Null) }) is { ValueKind: JsonValueKind.Object })
        {
            return Error(request, 400, "", "json: cannot unmarshal array into Go struct field ChatRequest.messages.content of type string");
        }

        var arguments = messages
            .SelectMany(message => WireJson.Items(WireJson.Member(message, "tool_calls")))
            .Select(call => WireJson.Member(WireJson.Member(call, "function"), "arguments"));
        return arguments.Any(value => value is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null) })
            ? Error(request, 400, "", "json: cannot unmarshal string into Go struct field ChatRequest.messages.tool_calls.function.arguments")
            : null;
    }

    private Answer Run(ReceivedRequest request, Script script, bool isEmpty)
    {
        var lines = new AnswerLines(new(script, request), upstream.Time);
        return isEmpty
            ? Json(lines.Loaded()) with { Input = 0 }
            : Answer.Of(lines.Run, Form, request.Stream ? lines.Streamed() : lines.Whole());
    }

    private static Answer Embed(ReceivedRequest request, Script script)
    {
        var answer = new JsonObject
        {
            ["model"] = request.Model,
            ["embeddings"] = new JsonArray([.. Vectors.Of(request, "input").Select(Vectors.Json)]),
            ["total_duration"] = 14_143_917,
            ["load_duration"] = 1_019_500,
        };
        var usage = script.FinalUsage(new() { ["prompt_eval_count"] = request.InputTokens });
        foreach (var (name, value) in usage ?? [])
        {
            answer[name] = value?.DeepClone();
        }

        return Json(answer) with { Pieces = [new(WireJson.Bytes(answer)) { FinalUsage = usage, IsLast = true }] };
    }

    /// <summary>The old path, which says nothing of what it used.</summary>
    private static Answer Embeddings(ReceivedRequest request) =>
        Json(new JsonObject { ["embedding"] = Vectors.Json(Vectors.Of(request, "prompt").FirstOrDefault([])) });

    private static Answer Json(JsonObject body) => Answer.Json(200, Form.WholeType, body);

    private static Answer Plain(int status, string text) =>
        new(status, status == 200 ? "text/plain; charset=utf-8" : "text/plain", [new(Encoding.UTF8.GetBytes(text))]);
}
