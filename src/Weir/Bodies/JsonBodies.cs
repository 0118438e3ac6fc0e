using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Weir.Authentication;
using Weir.Errors;

namespace Weir.Bodies;

/// <summary>
/// What Weir's own API takes as a body: JSON of at most 64 KiB, and a sentence when it is something else. Insisting on
/// <c>application/json</c> also keeps out what a page of another origin can send without asking first.
/// </summary>
internal sealed class JsonBodies(RequestDelegate next, BodyErrors errors)
{
    private const int Limit = 64 * 1024;

    public async Task InvokeAsync(HttpContext http)
    {
        var endpoint = http.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<AccessRequirement>() is null)
        {
            await next(http);
            return;
        }

        if (Check(http, endpoint) is { } refusal)
        {
            await refusal.ExecuteAsync(http);
            return;
        }

        try
        {
            await next(http);
        }
        catch (BadHttpRequestException exception) when (!http.Response.HasStarted)
        {
            await errors.Explain(exception, endpoint).ExecuteAsync(http);
            return;
        }

        if (http.Response is { StatusCode: StatusCodes.Status413PayloadTooLarge, HasStarted: false, ContentType: null })
        {
            // The binder keeps this one to itself: a body without Content-Length grew past the limit while it was read.
            await TooLarge.ExecuteAsync(http);
        }
    }

    private static ErrorResult TooLarge => new(StatusCodes.Status413PayloadTooLarge, "The body is larger than 64 KiB.");

    private static ErrorResult? Check(HttpContext http, Endpoint endpoint)
    {
        if (http.Request.ContentLength > Limit)
        {
            return TooLarge;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = Limit;
        }

        var hasBody = http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? false;
        return endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is not null && hasBody && !IsJson(http.Request)
            ? new(StatusCodes.Status415UnsupportedMediaType, "Send the body as \"Content-Type: application/json\".")
            : null;
    }

    private static bool IsJson(HttpRequest request) =>
        System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase);
}
