using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Weir.Proxy.Upstreams.Simulated;

/// <summary>
/// An upstream inside the process that speaks Anthropic's wire, so that the first request of a newcomer without a key is answered by
/// the same pipeline as all later ones. It says of itself that it is simulated.
/// </summary>
internal sealed class SimulatedHandler(TimeProvider time) : HttpMessageHandler
{
    public const string Model = "demo";

    private static readonly byte[] ModelJson = Encoding.UTF8.GetBytes(
        """{"type":"model","id":"demo","display_name":"Demo (simulated by Weir, not a real model)","created_at":"2026-01-01T00:00:00Z"}""");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (request.Method == HttpMethod.Get)
        {
            return path switch
            {
                "/v1/models" => Json([.. "{\"data\":["u8, .. ModelJson, .. "],\"has_more\":false,\"first_id\":\"demo\",\"last_id\":\"demo\"}"u8]),
                "/v1/models/demo" => Json(ModelJson),
                _ => Error(HttpStatusCode.NotFound, "not_found_error", "Only the model \"demo\" is simulated."),
            };
        }

        // A copy, since JsonDocument needs the whole of it; this is the demonstration and not the data plane.
        using var body = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken), new() { MaxDepth = 256 });
        if (SimulatedQuestion.TryRead(body.RootElement) is not { } question)
        {
            return Error(HttpStatusCode.BadRequest, "invalid_request_error", "messages: a text has half of a surrogate pair, which is no character");
        }

        if (path.EndsWith("/count_tokens", StringComparison.Ordinal))
        {
            return Json(Encoding.UTF8.GetBytes($$"""{"input_tokens":{{question.InputTokens}}}"""));
        }

        if (question.Model != Model)
        {
            return Error(HttpStatusCode.NotFound, "not_found_error", "No upstream is configured, so only the simulated model \"demo\" answers. Set ANTHROPIC_API_KEY to reach Claude.");
        }

        if (question.Problem is { } problem)
        {
            return Error(HttpStatusCode.BadRequest, "invalid_request_error", problem);
        }

        var answer = SimulatedAnswer.To(question);
        if (!question.Stream)
        {
            return Json(answer.ToJson());
        }

        var stream = new StreamContent(new PacedStream(answer.ToEvents(), TimeSpan.FromMilliseconds(20), time));
        stream.Headers.ContentType = new MediaTypeHeaderValue("text/event-stream", "utf-8");
        return Respond(HttpStatusCode.OK, stream);
    }

    private static HttpResponseMessage Json(byte[] body, HttpStatusCode status = HttpStatusCode.OK)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return Respond(status, content);
    }

    private static HttpResponseMessage Error(HttpStatusCode status, string type, string message) => Json(
        JsonSerializer.SerializeToUtf8Bytes(new SimulatedError("error", new(type, message)), SimulatedJson.Plain.SimulatedError),
        status);

    private static HttpResponseMessage Respond(HttpStatusCode status, HttpContent content)
    {
        var response = new HttpResponseMessage(status) { Content = content };
        response.Headers.Add("request-id", $"req_demo_{Guid.CreateVersion7():N}");
        response.Headers.Add("weir-simulated", "true");
        return response;
    }
}
