using Microsoft.AspNetCore.Http;

namespace Weir.Proxy.Identity;

/// <summary>
/// Whether a request that came with a session cookie was meant by the person: browsers send cookies along with what other sites'
/// pages ask for.
/// </summary>
public static class SameOrigin
{
    /// <remarks>
    /// <c>Sec-Fetch-Site</c> cannot be set by pages and says it outright. Older browsers send <c>Origin</c> with unsafe requests. With
    /// neither the caller is no browser, which has no cookies that it didn't put there itself.
    /// </remarks>
    public static bool Allows(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        {
            return true;
        }

        var site = request.Headers["Sec-Fetch-Site"];
        if (site.Count > 0)
        {
            return site is ["same-origin"] or ["none"];
        }

        var origin = request.Headers.Origin;
        return origin.Count == 0
            || (origin.Count == 1 && Uri.TryCreate(origin[0], UriKind.Absolute, out var uri) && IsHost(uri, request.Host));
    }

    private static bool IsHost(Uri origin, HostString host) =>
        string.Equals(origin.IdnHost, host.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)
        && (host.Port is { } port ? origin.Port == port : origin.IsDefaultPort);
}
