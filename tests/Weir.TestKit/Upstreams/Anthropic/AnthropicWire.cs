using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams.Anthropic;

/// <summary>Anthropic's dialect: messages, counting them, the models. At Ollama messages only, as it imitates them.</summary>
internal sealed class AnthropicWire(FakeUpstream upstream) : IWire
{
    private const string Json = "application/json";

    public bool FoldsNames => IsOllamas;

    private bool IsOllamas => upstream.Kind == UpstreamKind.Ollama;

    public RunDemand? DemandOf(ReceivedRequest request) => request is { Method: "POST", Path: "/v1/messages" }
        ? new(WireJson.Number(request.Field("max_tokens")), 1, request.Field("stream") is { ValueKind: JsonValueKind.True })
        : null;

    public IAnswerForm FormOf(ReceivedRequest request) => new MessageForm(IsOllamas);

    public Answer? Refusal(ReceivedRequest request)
    {
        if (!upstream.Admits(request))
        {
            return Error(request, 401, "authentication_error", "invalid x-api-key");
        }

        var isItsOwn = request.Path.StartsWith("/v1/messages", StringComparison.Ordinal) || request.Path.StartsWith("/v1/models", StringComparison.Ordinal);
        return isItsOwn && !IsOllamas && request.Head["anthropic-version"] is null
            ? Error(request, 400, "invalid_request_error", "anthropic-version: header is required")
            : null;
    }

    public Answer Honest(ReceivedRequest request, Script script) => (request.Method, request.Path) switch
    {
        ("POST", "/v1/messages") => Message(request, script),
        ("POST", "/v1/messages/count_tokens") => Answer.Json(200, Json, new JsonObject { ["input_tokens"] = request.InputTokens }),
        ("GET", "/v1/models") => AnthropicModels.List(upstream.Models, request) is { } page
            ? Answer.Json(200, Json, page)
            : Error(request, 400, "invalid_request_error", "limit: Input should be from 1 to 1000"),
        ("GET", var path) when path.StartsWith("/v1/models/", StringComparison.Ordinal)
            && AnthropicModels.Find(upstream.Models, Uri.UnescapeDataString(path["/v1/models/".Length..])) is { } model => Answer.Json(200, Json, model),
        _ => Error(request, 404, "not_found_error", $"Not found: {request.Path}"),
    };

    public Answer Error(ReceivedRequest request, int status, string type, string message) => Answer.Json(status, Json, new JsonObject
    {
        ["type"] = "error",
        ["error"] = new JsonObject { ["type"] = type, ["message"] = message },
        ["request_id"] = request.Id,
    });

    private Answer Message(ReceivedRequest request, Script script)
    {
        if (request.Model is null || request.Field("messages") is not { ValueKind: JsonValueKind.Array })
        {
            return Error(request, 400, "invalid_request_error", "model, messages: Field required");
        }

        if (request.OutputCap is null)
        {
            return Error(request, 400, "invalid_request_error", "max_tokens: Field required");
        }

        if (IsOllamas && !upstream.Has(request.Model))
        {
            return Error(request, 404, "not_found_error", $"model '{request.Model}' not found");
        }

        if (request.InputTokens > upstream.ContextWindow)
        {
            return Error(request, 400, "invalid_request_error", $"prompt is too long: {request.InputTokens} tokens > {upstream.ContextWindow} maximum");
        }

        var run = new ModelRun(script, request);
        return Answer.Of(run, FormOf(request), (IsOllamas, request.Stream) switch
        {
            (true, true) => TranslatedMessage.Streamed(run),
            (true, false) => TranslatedMessage.Whole(run),
            (false, true) => StreamedMessage.Pieces(run),
            (false, false) => WholeMessage.Pieces(run),
        });
    }
}
