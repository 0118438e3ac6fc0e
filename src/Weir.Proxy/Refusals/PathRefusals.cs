using Microsoft.AspNetCore.Http;
using Weir.Proxy.Dialects.Anthropic;
using Weir.Proxy.Dialects.Ollama;
using Weir.Proxy.Dialects.OpenAI;

namespace Weir.Proxy.Refusals;

/// <summary>Says no where no exchange has begun: in the shape of the path that was called.</summary>
public static class PathRefusals
{
    private static readonly AnthropicErrors Anthropic = new();

    private static readonly OllamaErrors Ollama = new();

    private static readonly OpenAIErrors OpenAI = new();

    private static readonly OwnErrors Own = new();

    /// <summary>True on the paths of a native mount, where SDKs expect the vendor's shapes.</summary>
    public static bool IsNative(PathString path) => path.StartsWithSegments("/v1", StringComparison.Ordinal) || OllamaPaths.Has(path);

    public static Task WriteAsync(HttpContext http, Refusal refusal) => WriteAsync(http, refusal, RequestIds.New());

    public static Task WriteAsync(HttpContext http, Refusal refusal, string requestId) =>
        RefusalWriter.WriteAsync(http.Response, refusal, ShapeOf(http.Request), requestId);

    /// <summary>Two vendors share a prefix: whoever speaks to Anthropic says its version, or calls the path that only it has.</summary>
    private static IErrorShape ShapeOf(HttpRequest request) =>
        !request.Path.StartsWithSegments("/v1", StringComparison.Ordinal) ? OllamaPaths.Has(request.Path) ? Ollama : Own
        : request.Headers.ContainsKey("anthropic-version") || request.Path.StartsWithSegments("/v1/messages", StringComparison.Ordinal) ? Anthropic
        : OpenAI;
}
