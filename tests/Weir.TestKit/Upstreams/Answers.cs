using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams;

/// <summary>Turns a request and its script into an answer, with the refusals that Anthropic itself would give.</summary>
internal sealed class Answers(FakeUpstream upstream)
{
    private const string Json = "application/json";

    private const string Sse = "text/event-stream; charset=utf-8";

    public Answer To(ReceivedRequest request, Script script) => Refusal(request) ?? Scripted(request, script) ?? Honest(request, script);

    private Answer? Refusal(ReceivedRequest request)
    {
        if (upstream.RequiredKey is { } key && request.Head["x-api-key"] != key && request.Head["authorization"] != $"Bearer {key}")
        {
            return Error(request, 401, "authentication_error", "invalid x-api-key");
        }

        return request.Head["anthropic-version"] is null
            ? Error(request, 400, "invalid_request_error", "anthropic-version: header is required")
            : null;
    }

    private static Answer? Scripted(ReceivedRequest request, Script script)
    {
        if (script.Error is { } error)
        {
            return Error(request, script.Status, error.Type, error.Message) with { Headers = script.Headers };
        }

        if (script.Body is not { } body)
        {
            return null;
        }

        var type = script.ContentType ?? Json;
        var isStream = type.StartsWith("text/event-stream", StringComparison.Ordinal);
        return new(script.Status, type, RecordedAnswer.Pieces(body, script.BodyTokens.Output, isStream))
        {
            Framing = Framing(script, isStream),
            Headers = script.Headers,
        };
    }

    private Answer Honest(ReceivedRequest request, Script script) => (request.Method, request.Path) switch
    {
        ("POST", "/v1/messages") => Message(request, script),
        ("POST", "/v1/messages/count_tokens") => Shaped(script, new JsonObject { ["input_tokens"] = request.InputTokens }),
        ("GET", "/v1/models") => Shaped(script, FakeModels.List()),
        ("GET", var path) when path.StartsWith("/v1/models/", StringComparison.Ordinal) && FakeModels.Find(path["/v1/models/".Length..]) is { } model => Shaped(script, model),
        _ => Error(request, 404, "not_found_error", $"Not found: {request.Path}"),
    };

    private Answer Message(ReceivedRequest request, Script script)
    {
        if (request.Field("model") is null || request.Field("messages") is not { ValueKind: JsonValueKind.Array })
        {
            return Error(request, 400, "invalid_request_error", "model, messages: Field required");
        }

        if (request.MaxTokens is null)
        {
            return Error(request, 400, "invalid_request_error", "max_tokens: Field required");
        }

        if (request.InputTokens > upstream.ContextWindow)
        {
            return Error(request, 400, "invalid_request_error", $"prompt is too long: {request.InputTokens} tokens > {upstream.ContextWindow} maximum");
        }

        var plan = new MessagePlan(script, request);
        return new(script.Status, script.ContentType ?? (request.Stream ? Sse : Json), request.Stream ? StreamedMessage.Pieces(plan) : WholeMessage.Pieces(plan))
        {
            Framing = Framing(script, request.Stream),
            Headers = script.Headers,
        };
    }

    private static Answer Shaped(Script script, JsonObject body) => new(script.Status, script.ContentType ?? Json, [new(Bytes(body))])
    {
        Framing = Framing(script, isStream: false),
        Headers = script.Headers,
    };

    private static Answer Error(ReceivedRequest request, int status, string type, string message) => new(status, Json, [new(Bytes(new()
    {
        ["type"] = "error",
        ["error"] = new JsonObject { ["type"] = type, ["message"] = message },
        ["request_id"] = request.Id,
    }))]);

    private static BodyFraming Framing(Script script, bool isStream) => script.Framing switch
    {
        BodyFraming.Usual => isStream ? BodyFraming.Chunked : BodyFraming.Length,
        var chosen => chosen,
    };

    private static byte[] Bytes(JsonObject body) => Encoding.UTF8.GetBytes(body.ToJsonString(StreamedMessage.Plain));
}
