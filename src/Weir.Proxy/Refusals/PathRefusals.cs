using Microsoft.AspNetCore.Http;
using Weir.Proxy.Dialects.Anthropic;
using Weir.Proxy.Dialects.Ollama;

namespace Weir.Proxy.Refusals;

/// <summary>Says no where no exchange has begun: in the shape of the path that was called.</summary>
public static class PathRefusals
{
    private static readonly AnthropicErrors Anthropic = new();

    private static readonly OllamaErrors Ollama = new();

    private static readonly OwnErrors Own = new();

    /// <summary>True on the paths of a native mount, where SDKs expect the vendor's shapes.</summary>
    public static bool IsNative(PathString path) => path.StartsWithSegments("/v1", StringComparison.Ordinal) || OllamaPaths.Has(path);

    public static Task WriteAsync(HttpContext http, Refusal refusal) => WriteAsync(http, refusal, RequestIds.New());

    public static Task WriteAsync(HttpContext http, Refusal refusal, string requestId) =>
        RefusalWriter.WriteAsync(http.Response, refusal, ShapeOf(http.Request), requestId);

    private static IErrorShape ShapeOf(HttpRequest request) =>
        !IsNative(request.Path) ? Own
        : OllamaPaths.Has(request.Path) ? Ollama
        : Anthropic;
}
