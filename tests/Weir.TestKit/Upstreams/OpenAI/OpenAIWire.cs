using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams.OpenAI;

/// <summary>OpenAI's dialect: chat completions, responses, embeddings, the models. Fields it doesn't know it leaves alone, as compatible servers do. At Ollama as it imitates them.</summary>
internal sealed class OpenAIWire(FakeUpstream upstream) : IWire
{
    private const int MostChoices = 128;

    private const string Json = "application/json";

    public bool FoldsNames => IsOllamas;

    private bool IsOllamas => upstream.Kind == UpstreamKind.Ollama;

    public RunDemand? DemandOf(ReceivedRequest request) => (request.Method, request.Path) switch
    {
        ("POST", "/v1/chat/completions") => new(ChatCap(request), Choices(request), IsStreamed(request)),
        ("POST", "/v1/responses") => new(Cap(request, "max_output_tokens"), 1, IsStreamed(request)),
        ("POST", "/v1/embeddings") => RunDemand.Embedding,
        _ => null,
    };

    public IAnswerForm FormOf(ReceivedRequest request) => request.Path == "/v1/responses" ? new ResponseForm(IsOllamas) : new ChatForm(IsOllamas);

    public Answer? Refusal(ReceivedRequest request) => upstream.Admits(request)
        ? null
        : Error(401, "invalid_request_error", "Incorrect API key provided.", null, "invalid_api_key");

    public Answer Honest(ReceivedRequest request, Script script) => (request.Method, request.Path) switch
    {
        ("POST", "/v1/chat/completions") => Fault(request, "messages") ?? Completion(request, script),
        ("POST", "/v1/responses") => Fault(request, "input") ?? Response(request, script),
        ("POST", "/v1/responses/input_tokens") => Fault(request, "input")
            ?? Answer.Json(200, Json, new JsonObject { ["object"] = "response.input_tokens", ["input_tokens"] = request.InputTokens }),
        ("POST", "/v1/embeddings") => Fault(request, "input") ?? Embeddings(request, script),
        ("GET", "/v1/models") => Answer.Json(200, Json, OpenAIModels.List(upstream.Models, IsOllamas)),
        ("GET", var path) when path.StartsWith("/v1/models/", StringComparison.Ordinal) => Model(Uri.UnescapeDataString(path["/v1/models/".Length..])),
        (var method, var path) => Error(404, "invalid_request_error", $"Invalid URL ({method} {path})", null, null),
    };

    public Answer Error(ReceivedRequest request, int status, string type, string message) => Error(status, type, message, null, status == 429 ? type : null);

    /// <summary>Ollama has types of its own, and neither parameters nor codes.</summary>
    private Answer Error(int status, string type, string message, string? parameter, string? code) => Answer.Json(status, Json, new JsonObject
    {
        ["error"] = new JsonObject
        {
            ["message"] = message,
            ["type"] = !IsOllamas ? type : status switch { 400 => "invalid_request_error", 404 => "not_found_error", _ => "api_error" },
            ["param"] = IsOllamas ? null : parameter,
            ["code"] = IsOllamas ? null : code,
        },
    });

    /// <summary>Ollama doesn't know the newer name, and takes what isn't above 0 for no cap.</summary>
    private long? ChatCap(ReceivedRequest request) => IsOllamas
        ? Cap(request, "max_tokens")
        : Cap(request, "max_completion_tokens") ?? Cap(request, "max_tokens");

    private long? Cap(ReceivedRequest request, string name) =>
        WireJson.Number(request.Field(name)) is { } cap && (cap > 0 || !IsOllamas) ? cap : null;

    private int Choices(ReceivedRequest request) => IsOllamas ? 1 : (int)Math.Clamp(WireJson.Number(request.Field("n")) ?? 1, 1, MostChoices);

    private static bool IsStreamed(ReceivedRequest request) => request.Field("stream") is { ValueKind: JsonValueKind.True };

    private Answer? Fault(ReceivedRequest request, string prompt)
    {
        if (!request.IsObject || string.IsNullOrEmpty(request.Model))
        {
            return Invalid(request.IsObject ? "you must provide a model parameter" : "We could not parse the JSON body of your request.", null, null);
        }

        if (IsOllamas && !upstream.Has(request.Model))
        {
            return Error(404, "not_found_error", $"model '{request.Model}' not found", null, null);
        }

        if (request.Field(prompt) is not { ValueKind: JsonValueKind.Array or JsonValueKind.String } input || (input.ValueKind == JsonValueKind.Array && input.GetArrayLength() == 0))
        {
            return Invalid($"Missing required parameter: '{prompt}'.", prompt, "missing_required_parameter");
        }

        if (request.OutputCap is < 1 && request.Path != "/v1/embeddings")
        {
            return Invalid("Integer below minimum value. Expected a value >= 1.", "max_tokens", "integer_below_min_value");
        }

        if (request.InputTokens > upstream.ContextWindow)
        {
            return Invalid($"This model's maximum context length is {upstream.ContextWindow} tokens. However, your messages resulted in {request.InputTokens} tokens.", prompt, "context_length_exceeded");
        }

        return !IsOllamas && !request.Stream && request.Field("stream_options") is { ValueKind: JsonValueKind.Object }
            ? Invalid("The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options", null)
            : null;
    }

    private Answer Completion(ReceivedRequest request, Script script)
    {
        var run = new ModelRun(script, request);
        var created = upstream.Time.GetUtcNow().ToUnixTimeSeconds();
        return Answer.Of(run, FormOf(request), (IsOllamas, request.Stream) switch
        {
            (true, true) => new TranslatedCompletion(run, created).Streamed(),
            (true, false) => new TranslatedCompletion(run, created).Whole(),
            (false, true) => new StreamedCompletion(run, created).Pieces(),
            (false, false) => WholeCompletion.Pieces(run, created),
        });
    }

    private Answer Response(ReceivedRequest request, Script script)
    {
        var run = new ModelRun(script, request);
        var whole = new WholeResponse(run, upstream.Time.GetUtcNow().ToUnixTimeSeconds());
        return Answer.Of(run, FormOf(request), request.Stream ? new StreamedResponse(run, whole).Pieces() : whole.Pieces());
    }

    private static Answer Embeddings(ReceivedRequest request, Script script)
    {
        var usage = script.FinalUsage(new() { ["prompt_tokens"] = request.InputTokens, ["total_tokens"] = request.InputTokens });
        var list = OpenAIEmbeddings.List(request, usage);
        return Answer.Json(200, Json, list) with { Pieces = [new(WireJson.Bytes(list)) { FinalUsage = usage, IsLast = true }] };
    }

    private Answer Model(string id) => upstream.Has(id)
        ? Answer.Json(200, Json, OpenAIModels.Model(id, IsOllamas))
        : Error(404, "invalid_request_error", $"The model '{id}' does not exist or you do not have access to it.", "model", "model_not_found");

    private Answer Invalid(string message, string? parameter, string? code) => Error(400, "invalid_request_error", message, parameter, code);
}
