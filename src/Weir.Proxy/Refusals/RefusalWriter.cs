using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Weir.Proxy.Refusals;

/// <summary>The one edge where a refusal becomes HTTP.</summary>
internal static class RefusalWriter
{
    public static async Task WriteAsync(HttpResponse response, Refusal refusal, IErrorShape shape, string requestId)
    {
        var body = shape.Body(refusal, requestId);
        response.StatusCode = refusal.Status;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        response.Headers[shape.RequestIdHeader] = requestId;
        if (refusal.RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (refusal.ShouldRetry is { } shouldRetry)
        {
            response.Headers["x-should-retry"] = shouldRetry ? "true" : "false";
        }

        await response.Body.WriteAsync(body, response.HttpContext.RequestAborted);
    }
}
