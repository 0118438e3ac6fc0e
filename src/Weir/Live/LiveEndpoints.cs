using System.Text;
using System.Text.Json;
using Weir.Authentication;
using Weir.Errors;
using Weir.Proxy.Identity;

namespace Weir.Live;

/// <summary><c>/admin/api/requests/live</c>: a tail of server-sent events.</summary>
internal static class LiveEndpoints
{
    /// <summary>
    /// <code>
    /// data: {"stage":"ended","at":"2026-11-24T12:00:00.12Z","exchange":"req_…",…}
    /// </code>
    /// A second in which nothing happens is a comment, which tells proxies that the connection lives.
    /// </summary>
    private static readonly byte[] Quiet = Encoding.ASCII.GetBytes(":\n\n");

    public static IServiceCollection AddLive(this IServiceCollection services) => services.AddSingleton<LiveTail>();

    public static void MapLive(this IEndpointRouteBuilder app) => app
        .MapGet("/admin/api/requests/live", TailAsync).RequireAccess(Access.Administrator).WithTags("Usage")
        .Produces(StatusCodes.Status200OK, contentType: "text/event-stream").Refuses(StatusCodes.Status429TooManyRequests)
        .WithSummary("What becomes of everybody's requests, as it happens: server-sent events until the connection is closed.")
        .WithDescription(
            "`user` is an id, `model` and `upstream` are names. Each event's data is a JSON object whose `stage` is arrived, refused, sent, first_byte or ended. Nothing is kept: who isn't "
            + "listening misses it, and who reads too slowly misses the oldest. Of other replicas only what ended is told, about a second late.");

    private static async Task TailAsync(Guid? user, string? model, string? upstream, HttpContext http, LiveTail tail, ICallerDirectory directory)
    {
        var filter = new LiveFilter(user, model, upstream);
        using var subscription = tail.Subscribe(http.Caller.User, filter);
        if (subscription is null)
        {
            await new ErrorResult(StatusCodes.Status429TooManyRequests, "There are too many listeners: close one, then try again.").ExecuteAsync(http);
            return;
        }

        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.Body.WriteAsync(Quiet, http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        await foreach (var lines in tail.ReadAsync(subscription, filter, http.RequestAborted))
        {
            // What is revoked is dead within a second, and an open tail with it.
            if (!await MayStillAsync(http, directory))
            {
                return;
            }

            await WriteAsync(http, lines);
        }
    }

    private static async Task WriteAsync(HttpContext http, IReadOnlyList<LiveLine> lines)
    {
        var writer = http.Response.BodyWriter;
        foreach (var line in lines)
        {
            await writer.WriteAsync(Encoding.UTF8.GetBytes($"data: {JsonSerializer.Serialize(line, LiveJson.Default.LiveLine)}\n\n"), http.RequestAborted);
        }

        if (lines.Count == 0)
        {
            await writer.WriteAsync(Quiet, http.RequestAborted);
        }

        await writer.FlushAsync(http.RequestAborted);
    }

    /// <summary>From a cache that every change empties.</summary>
    private static async ValueTask<bool> MayStillAsync(HttpContext http, ICallerDirectory directory) =>
        CredentialReader.Read(http.Request, acceptCookies: true, out var credential) == CredentialReading.One
        && await directory.FindAsync(credential, http.RequestAborted) is { Standing: CallerStanding.Active, Caller: { IsAdministrator: true } caller }
        && caller.ManagesAccount();
}
