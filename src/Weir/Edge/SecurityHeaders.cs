using System.Security.Cryptography;
using Weir.Proxy.Refusals;

namespace Weir.Edge;

/// <summary>
/// What browsers may do with Weir's own answers. Answers of upstreams pass as they are: the headers of a proxied answer are the upstream's.
/// </summary>
internal static class SecurityHeaders
{
    private static readonly object NonceKey = new();

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use(static (http, next) =>
    {
        if (!IsProxied(http.Request.Path))
        {
            http.Response.OnStarting(static state => Add((HttpContext)state), http);
        }

        return next(http);
    });

    /// <summary>What a script on a page of this answer must carry to run.</summary>
    public static string ScriptNonce(HttpContext http)
    {
        if (http.Items[NonceKey] is not string nonce)
        {
            nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
            http.Items[NonceKey] = nonce;
        }

        return nonce;
    }

    private static bool IsProxied(PathString path) =>
        PathRefusals.IsNative(path)
        || path.StartsWithSegments("/api/inference/anthropic", StringComparison.Ordinal)
        || path.StartsWithSegments("/api/inference/openai", StringComparison.Ordinal)
        || path.StartsWithSegments("/api/inference/ollama", StringComparison.Ordinal);

    private static Task Add(HttpContext http)
    {
        var headers = http.Response.Headers;
        // A page without a script has no nonce, and then no script runs at all. One with it may load others: modules have no place for a nonce.
        var scripts = http.Items[NonceKey] is string nonce ? $"'nonce-{nonce}' 'strict-dynamic'" : "'none'";
        headers.ContentSecurityPolicy =
            $"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
            + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        return Task.CompletedTask;
    }
}
