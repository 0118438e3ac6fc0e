using Weir.Proxy.Refusals;

namespace Weir.Edge;

/// <summary>Refuses requests whose end two servers could see in different places; Kestrel lets these through.</summary>
internal static class StrictFraming
{
    /// <summary>Where Kestrel keeps the length of a request that also has a <c>Transfer-Encoding</c>.</summary>
    private const string SetAside = "X-Content-Length";

    private static readonly Refusal Ambiguous =
        new(StatusCodes.Status400BadRequest, RefusalReason.ClientBadRequest, "The length of the request body is given in two ways: send Content-Length or Transfer-Encoding, not both.");

    private static readonly Refusal NotInHttp2 =
        new(StatusCodes.Status400BadRequest, RefusalReason.ClientBadRequest, "Transfer-Encoding does not exist in HTTP/2 and later.");

    public static IApplicationBuilder UseStrictFraming(this IApplicationBuilder app) => app.Use(static (http, next) =>
        Problem(http.Request) is { } refusal ? RefuseAsync(http, refusal) : next(http));

    private static Refusal? Problem(HttpRequest request)
    {
        if (request.Headers.TransferEncoding.Count == 0)
        {
            return null;
        }

        if (!HttpProtocol.IsHttp11(request.Protocol) && !HttpProtocol.IsHttp10(request.Protocol))
        {
            return NotInHttp2;
        }

        return request.ContentLength is not null || request.Headers.ContainsKey(SetAside) ? Ambiguous : null;
    }

    private static Task RefuseAsync(HttpContext http, Refusal refusal)
    {
        // What follows on this connection may be part of this body or a request of its own: nobody can say.
        http.Response.Headers.Connection = "close";
        return PathRefusals.WriteAsync(http, refusal);
    }
}
