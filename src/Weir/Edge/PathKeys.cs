using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Weir.Proxy.Identity;

namespace Weir.Edge;

/// <summary>
/// Takes the API key out of <c>/k/&lt;key&gt;/api/…</c> and <c>/k/&lt;key&gt;/v1/…</c>, before anything that looks at paths, may log them or answer
/// with them. What follows sees the plain path, and the key as a <see cref="PathCredential"/>.
/// </summary>
internal static class PathKeys
{
    private const string Prefix = "/k";

    /// <summary>Nothing is there: what the path of a request becomes that this is no way to.</summary>
    private const string Nowhere = "/k/redacted";

    public static IApplicationBuilder UsePathKeys(this IApplicationBuilder app) => app.Use(static (http, next) =>
    {
        if (http.Request.Path.StartsWithSegments(Prefix, StringComparison.OrdinalIgnoreCase, out var rest) && rest.Value is { Length: > 1 })
        {
            Take(http, rest.Value[1..]);
        }

        return next(http);
    });

    private static void Take(HttpContext http, string rest)
    {
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var (key, path) = slash < 0 ? (rest, "/") : (rest[..slash], rest[slash..]);
        var leadsSomewhere = key.Length > 0 && LeadsSomewhere(path);
        var request = http.Features.GetRequiredFeature<IHttpRequestFeature>();
        var written = WrittenKey(request.RawTarget);
        http.Request.Path = leadsSomewhere ? path : Nowhere;
        request.RawTarget = http.Request.Path.ToUriComponent() + http.Request.QueryString.ToUriComponent();
        if (leadsSomewhere)
        {
            http.Features.Set(new PathCredential(key));
        }

        Redact(Activity.Current, http.Request.Path, key, written);
    }

    /// <summary>Where the clients look that need this: Ollama's and OpenAI's paths, and the root, by which they find out that somebody is there.</summary>
    private static bool LeadsSomewhere(PathString path) =>
        path == "/" || path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase);

    /// <summary>The key as it stood on the wire, where some of it may be escaped.</summary>
    private static string WrittenKey(string target) => target.Split('/', '?') is [_, _, var key, ..] ? key : "";

    /// <summary>The host has begun the request's span with the path that came.</summary>
    private static void Redact(Activity? span, PathString path, params IEnumerable<string> keys)
    {
        foreach (var (name, value) in span?.TagObjects.ToList() ?? [])
        {
            if (value is string text && keys.Any(key => key.Length > 0 && text.Contains(key, StringComparison.OrdinalIgnoreCase)))
            {
                span!.SetTag(name, path.Value);
            }
        }
    }
}
