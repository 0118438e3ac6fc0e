using Weir.Authentication;
using Weir.Proxy.Identity;
using Weir.Storage.Model;

namespace Weir.Web.Entry;

/// <summary>
/// Lets in a page's connection to its circuit, bounded in number, and breaks it when the session that it came with ends: signed out, revoked,
/// deactivated. The browser tries again, is refused, and shows the way to the sign-in.
/// </summary>
internal sealed class CircuitGate(RequestDelegate next, ICallerDirectory directory, ConfigChanges changes, OpenCircuits open, IDatabaseEngine database)
{
    public static bool IsCircuit(PathString path) => path.StartsWithSegments("/_blazor", StringComparison.Ordinal);

    public async Task InvokeAsync(HttpContext http)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            await next(http);
            return;
        }

        if (SessionIdentity.Of(http.User) is not { } identity)
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        using var place = open.Take(http.Caller.User);
        if (place is null)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        var watch = WatchAsync(http, identity.Credential, ended.Token);
        try
        {
            await next(http);
        }
        finally
        {
            await ended.CancelAsync();
            await watch;
        }
    }

    private async Task WatchAsync(HttpContext http, Credential credential, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var seen = changes.Count;
                if ((await directory.FindAsync(credential, cancellationToken)).Caller is not { } caller || caller.IsAdministrator != http.Caller.IsAdministrator)
                {
                    http.Abort();
                    return;
                }

                await changes.WhenPastAsync(seen, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The page was closed.
        }
        catch (Exception trouble) when (database.IsTrouble(trouble))
        {
            // Whether the session still holds cannot be known, and nobody would watch it any more: the page comes again, and is judged then.
            http.Abort();
        }
    }
}
