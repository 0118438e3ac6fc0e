using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Weir.Hosting;
using Weir.Proxy.Refusals;
using Weir.Storage.Model;

namespace Weir.Edge;

/// <summary>
/// The outermost step: whatever goes wrong without an answer of its own gets one here, in the shape of the path. An exception is logged once
/// under the request id that the caller is told, and none of it is shown.
/// </summary>
internal sealed partial class ErrorEdge(RequestDelegate next, IDatabaseEngine database, ILogger<ErrorEdge> logger)
{
    private static readonly Refusal DatabaseUnavailable =
        new(StatusCodes.Status503ServiceUnavailable, RefusalReason.GatewayLedgerUnavailable, "metering_unavailable: the database cannot be used now, so no new work is taken.")
        {
            RetryAfterSeconds = 2,
        };

    public async Task InvokeAsync(HttpContext http)
    {
        Refusal? refusal;
        var requestId = RequestIds.New();
        try
        {
            await next(http);
            refusal = IsBare(http.Response) ? Explain(http, http.Response.StatusCode) : null;
        }
        catch (BadHttpRequestException bad)
        {
            refusal = Explain(http, bad.StatusCode);
        }
        catch (Exception failure) when (http.RequestAborted.IsCancellationRequested && failure is OperationCanceledException or IOException)
        {
            LogCallerGone(http.Request.Path, failure);
            return;
        }
        catch (Exception trouble) when (database.IsTrouble(trouble))
        {
            LogTrouble(requestId, http.Request.Method, http.Request.Path, trouble.GetBaseException().Message);
            refusal = DatabaseUnavailable;
        }
        catch (Exception failure)
        {
            LogFault(requestId, http.Request.Method, http.Request.Path, failure);
            refusal = new(StatusCodes.Status500InternalServerError, RefusalReason.GatewayFault, "Something went wrong in the gateway. The request id finds it in its log.");
        }

        if (refusal is null)
        {
            return;
        }

        if (http.Response.HasStarted)
        {
            // Too late for a status: a broken connection at least doesn't look like a complete answer.
            http.Abort();
            return;
        }

        var allow = http.Response.Headers.Allow;
        http.Response.Clear();
        http.Response.Headers.Allow = allow;
        await PathRefusals.WriteAsync(http, refusal, requestId);
    }

    private static bool IsBare(HttpResponse response) =>
        response is { StatusCode: >= 400, HasStarted: false, ContentType: null, ContentLength: null or 0 };

    private static Refusal Explain(HttpContext http, int status) => status switch
    {
        StatusCodes.Status404NotFound => new(status, RefusalReason.ClientPathUnknown, $"Nothing is at {http.Request.Path}. What there is stands at /docs."),
        StatusCodes.Status405MethodNotAllowed => new(status, RefusalReason.ClientBadRequest, $"{http.Request.Method} does nothing at {http.Request.Path}; {http.Response.Headers.Allow} does."),
        StatusCodes.Status413PayloadTooLarge => new(status, RefusalReason.ClientBodyTooLarge, $"The request body is larger than {Limit(http)}."),
        StatusCodes.Status415UnsupportedMediaType => new(status, RefusalReason.ClientBadRequest, "Send the body as application/json."),
        StatusCodes.Status400BadRequest => new(status, RefusalReason.ClientBadRequest, "The request is not what HTTP or this path demands."),
        _ => new(status, status < 500 ? RefusalReason.ClientBadRequest : RefusalReason.GatewayFault, $"{ReasonPhrases.GetReasonPhrase(status)}."),
    };

    private static string Limit(HttpContext http) =>
        http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize is { } bytes and not ServerLimits.OwnBody ? $"{bytes} bytes" : "64 KiB";

    [LoggerMessage(LogLevel.Debug, "The caller of {Path} has gone")]
    private partial void LogCallerGone(string path, Exception failure);

    [LoggerMessage(LogLevel.Warning, "Request {RequestId}, {Method} {Path}, was refused: the database cannot be used ({Problem})")]
    private partial void LogTrouble(string requestId, string method, string path, string problem);

    [LoggerMessage(LogLevel.Error, "Request {RequestId}, {Method} {Path}, failed in the gateway")]
    private partial void LogFault(string requestId, string method, string path, Exception failure);
}
