using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Proxy.Dialects.Anthropic;
using Weir.Proxy.Dialects.Ollama;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Refusals;

namespace Weir.Proxy;

/// <summary>The paths of the data plane, dialect by dialect. An exchange's life is in <see cref="ExchangePipeline"/>.</summary>
public static class InferenceEndpoints
{
    public static void MapInference(this IEndpointRouteBuilder app)
    {
        AnthropicEndpoints.Map(app);
        OllamaEndpoints.Map(app);
        app.MapFallback("/v1/{**path}", RefuseUnserved);
    }

    /// <summary>Everything else under the prefix is never forwarded: it may cost, or manage, what no caller of one key may.</summary>
    private static Task RefuseUnserved(HttpContext http) => PathRefusals.WriteAsync(
        http,
        new(StatusCodes.Status404NotFound, RefusalReason.ClientPathUnknown, $"{http.Request.Method} {http.Request.Path} is not served by this gateway."));
}
