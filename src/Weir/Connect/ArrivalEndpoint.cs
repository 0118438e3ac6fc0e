using System.Text.Json;
using Weir.Authentication;
using Weir.Errors;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Identity;

namespace Weir.Connect;

/// <summary><c>GET /api/inference/arrivals</c>: shows one's own requests as they come in, for who connects a program and wants to see it arrive.</summary>
internal static class ArrivalEndpoint
{
    /// <summary>What is revoked is of no use a second later.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    /// <summary>Proxies on the way close what is silent for a minute.</summary>
    private static readonly TimeSpan PulseInterval = TimeSpan.FromSeconds(15);

    public static IServiceCollection AddConnect(this IServiceCollection services) => services.AddScoped<ConnectQueries>();

    public static void MapArrivals(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/inference/arrivals", ListenAsync).RequireAccess(Access.Caller).WithTags("Inference")
            .Produces<Arrival>(StatusCodes.Status200OK, "text/event-stream")
            .Refuses(StatusCodes.Status429TooManyRequests)
            .WithSummary("Shows my requests as they come in, as server-sent events.")
            .WithDescription("What happens from now on in this process: each event says what became of a request, `arrived`, `refused` with why, `sent`, `first_byte`, `ended` with its tokens. A comment, `: listening`, says that it has begun.");

    private static async Task<IResult> ListenAsync(
        HttpContext http, ExchangeFeed feed, ICallerDirectory directory, IHostApplicationLifetime lifetime, TimeProvider time)
    {
        var user = http.Caller.User;
        using var heard = feed.Subscribe(user, told => told.Caller?.User == user);
        if (heard is null)
        {
            return new ErrorResult(StatusCodes.Status429TooManyRequests, "Too many listen already: close a page or a terminal that you listen in.") { RetryAfter = PulseInterval };
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await TellAsync(http, heard, directory, time, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The listener left, or Weir stops.
        }

        return Results.Empty;
    }

    private static async Task TellAsync(HttpContext http, ExchangeSubscription heard, ICallerDirectory directory, TimeProvider time, CancellationToken end)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache";
        await SayAsync(http, ": listening\n\n", end);
        var said = time.GetTimestamp();
        while (await MaySeeAsync(http, directory, end))
        {
            if (await HasMoreAsync(heard, time, end))
            {
                while (heard.Events.TryRead(out var told))
                {
                    var arrival = Arrival.Of(told);
                    await SayAsync(http, $"event: {arrival.Stage}\ndata: {JsonSerializer.Serialize(arrival, ArrivalJson.Default.Arrival)}\n\n", end);
                }

                said = time.GetTimestamp();
            }
            else if (time.GetElapsedTime(said) >= PulseInterval)
            {
                await SayAsync(http, ": listening\n\n", end);
                said = time.GetTimestamp();
            }
        }
    }

    /// <summary>False when nothing came for a while.</summary>
    private static async Task<bool> HasMoreAsync(ExchangeSubscription heard, TimeProvider time, CancellationToken end)
    {
        using var look = new CancellationTokenSource(LookInterval, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end, look.Token);
        try
        {
            return await heard.Events.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (look.IsCancellationRequested && !end.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>A session that ended, or a key that was revoked, hears no more.</summary>
    private static async ValueTask<bool> MaySeeAsync(HttpContext http, ICallerDirectory directory, CancellationToken end) =>
        CredentialReader.Read(http.Request, acceptCookies: true, out var credential) == CredentialReading.One
        && (await directory.FindAsync(credential, end)).Standing == CallerStanding.Active;

    private static async Task SayAsync(HttpContext http, string text, CancellationToken end)
    {
        await http.Response.WriteAsync(text, end);
        await http.Response.Body.FlushAsync(end);
    }
}
