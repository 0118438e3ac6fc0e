using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Weir.Accounting;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Metering;
using Weir.Proxy.Refusals;

namespace Weir.Proxy.Forwarding;

/// <summary>
/// Hands on an upstream's error. In its own format it passes unchanged; a refused credential is the gateway's and no caller's
/// business; a page of HTML becomes an error the caller can read.
/// </summary>
internal sealed partial class UpstreamErrors(Settling settling, ILogger<UpstreamErrors> logger)
{
    /// <summary>An error larger than this is a page.</summary>
    private const int LongestError = 1024 * 1024;

    private static readonly Refusal CredentialRefused =
        new(StatusCodes.Status502BadGateway, RefusalReason.UpstreamCredentialRefused, "The upstream refused the gateway's own credential: its operator must see to it.")
        {
            ShouldRetry = false,
        };

    private static string Nothing(int status) =>
        string.Create(CultureInfo.InvariantCulture, $"The upstream answered with status {status} and nothing that can be passed on.");

    public async Task<Refusal?> PassAsync(Exchange exchange)
    {
        var attempt = exchange.Attempt!;
        attempt.IsVoid = true;
        attempt.Outcome = AttemptOutcome.UpstreamError;
        var body = await ReadAsync(attempt.Response!, attempt.Life.Cancellation);
        await settling.SettleAsync(exchange);
        return exchange.HasBegunWaiting
            ? Tell(attempt.Response!, body)
            : await PassAsync(exchange.Http.Response, attempt.Response!, body, exchange.Target.Upstream.Name);
    }

    /// <summary>For a stream whose head is out: the upstream's own words, as far as it has any.</summary>
    private static Refusal Tell(HttpResponseMessage from, byte[]? body)
    {
        var status = (int)from.StatusCode;
        return status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden
            ? CredentialRefused
            : new(status < 400 ? StatusCodes.Status502BadGateway : status, RefusalReason.UpstreamRefused, Message(body) ?? Nothing(status));
    }

    /// <summary>Reads <c>{"error":{"message":"…"}}</c> and <c>{"error":"…"}</c>.</summary>
    private static string? Message(byte[]? body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var error = json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("error", out var found) ? found : default;
            var message = error.ValueKind == JsonValueKind.Object && error.TryGetProperty("message", out var inner) ? inner : error;
            return message.ValueKind == JsonValueKind.String ? message.GetString() : null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // No JSON, or a text that is none: then its status has to do.
            return null;
        }
    }

    /// <summary>The same for a request without an attempt.</summary>
    public async Task<Refusal?> PassAsync(HttpResponse to, HttpResponseMessage from, string upstream, CancellationToken cancellationToken)
    {
        var body = await ReadAsync(from, cancellationToken);
        // Whoever gave up while the body came was not the upstream: that it is not whole says nothing about its format.
        cancellationToken.ThrowIfCancellationRequested();
        return await PassAsync(to, from, body, upstream);
    }

    private async Task<Refusal?> PassAsync(HttpResponse to, HttpResponseMessage from, byte[]? body, string upstream)
    {
        var status = (int)from.StatusCode;
        if (status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden)
        {
            LogCredentialRefused(upstream, status);
            return CredentialRefused;
        }

        if (status < 400 || body is null || !IsJsonObject(body))
        {
            LogNotItsFormat(upstream, status);
            return new(
                status < 400 ? StatusCodes.Status502BadGateway : status,
                RefusalReason.UpstreamGarbled,
                Nothing(status))
            {
                RetryAfterSeconds = from.Headers.RetryAfter?.Delta is { } delta ? (int)delta.TotalSeconds : null,
            };
        }

        to.StatusCode = status;
        ForwardedHeaders.CopyToCaller(from, to.Headers);
        to.ContentLength = body.Length;
        await to.Body.WriteAsync(body, to.HttpContext.RequestAborted);
        return null;
    }

    /// <summary>The body, or null when it is too large or doesn't come whole.</summary>
    private static async Task<byte[]?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(LongestError, cancellationToken);
            return await response.Content.ReadAsByteArrayAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    private static bool IsJsonObject(byte[] body)
    {
        var capture = new JsonMemberCapture([]);
        capture.Read(body);
        return capture.IsComplete;
    }

    [LoggerMessage(LogLevel.Error, "The upstream {Upstream} refused the gateway's credential with status {Status}: no request can succeed until it is mended")]
    private partial void LogCredentialRefused(string upstream, int status);

    [LoggerMessage(LogLevel.Warning, "The upstream {Upstream} answered with status {Status} and a body that is not in its format")]
    private partial void LogNotItsFormat(string upstream, int status);
}
