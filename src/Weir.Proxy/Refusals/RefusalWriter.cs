using System.Globalization;
using Microsoft.AspNetCore.Http;
using Weir.Proxy.Admission.Rates;

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

        if (refusal.Rate is { } rate)
        {
            // As the IETF's draft has them. Here only, so on refusals by Weir only: an upstream's own are about its limits, and pass.
            response.Headers["ratelimit-policy"] = RateWords.Policy(rate);
            response.Headers["ratelimit"] = RateWords.Standing(rate, refusal.RetryAfterSeconds);
        }

        if (refusal.ShouldRetry is { } shouldRetry)
        {
            response.Headers["x-should-retry"] = shouldRetry ? "true" : "false";
        }

        await response.Body.WriteAsync(body, response.HttpContext.RequestAborted);
    }
}
