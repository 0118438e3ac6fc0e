using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Weir.Accounting;
using Weir.Proxy.Bodies;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Refusals;

namespace Weir.Proxy.Forwarding;

/// <summary>Step 5, <em>Forward</em>: sends the request and waits for the head of the answer.</summary>
internal sealed partial class Forwarder(UpstreamRequests requests, TimeProvider time, ILogger<Forwarder> logger)
{
    public async ValueTask<Refusal?> ForwardAsync(Exchange exchange)
    {
        var attempt = exchange.Attempt!;
        var upstream = exchange.Target.Upstream;
        attempt.Sent = new EditedBody(exchange.Body.Bytes, Edits(exchange, attempt));
        using var request = requests.Create(exchange.Http, upstream, exchange.Entrance.UpstreamPath, attempt.Sent);
        attempt.SentAt = time.GetTimestamp();
        try
        {
            attempt.Response = await upstream.SendAsync(request, attempt.Life.Cancellation);
            attempt.FirstByte = time.GetElapsedTime(attempt.SentAt);
            return null;
        }
        catch (OperationCanceledException) when (attempt.Life.Cancellation.IsCancellationRequested)
        {
            attempt.Outcome = attempt.Life.Reason;
            attempt.IsVoid = !attempt.Sent.WasStarted;
            return AttemptRefusals.BeforeAnswer(attempt.Outcome.Value);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or IOException)
        {
            // The body goes out with the head: while not a byte of it was asked for, nothing was sent.
            attempt.IsVoid = !attempt.Sent.WasStarted;
            attempt.Outcome = attempt.IsVoid ? AttemptOutcome.UpstreamUnreachable : AttemptOutcome.UpstreamCut;
            LogFailed(upstream.Config.Name, attempt.Outcome.Value, failure);
            return AttemptRefusals.BeforeAnswer(attempt.Outcome.Value);
        }
    }

    /// <summary>All that Weir changes in a body: the model and the cap where a browser app left them out, and the cap where a budget demands it.</summary>
    private static List<BodyEdit> Edits(Exchange exchange, Attempt attempt)
    {
        var edits = new List<BodyEdit>();
        var peek = exchange.Peek;
        var missing = new StringBuilder();
        if (peek.Model is null)
        {
            missing.Append(CultureInfo.InvariantCulture, $"\"model\":{System.Text.Json.JsonSerializer.Serialize(exchange.Model)},");
        }

        var needsCap = peek.OutputCap is null && (attempt.IsCapped || exchange.Entrance.IsForApps);
        var cap = attempt.Output.ToString(CultureInfo.InvariantCulture);
        if (needsCap && peek.OutputCapAt.IsEmpty)
        {
            missing.Append(CultureInfo.InvariantCulture, $"\"{Encoding.UTF8.GetString(exchange.Entrance.Dialect.OutputCapName)}\":{cap},");
        }

        if (missing.Length > 0)
        {
            missing.Length -= peek.IsEmpty ? 1 : 0;
            edits.Add(new(peek.InsertAt, 0, Encoding.UTF8.GetBytes(missing.ToString())));
        }

        if (!peek.OutputCapAt.IsEmpty && (needsCap || (attempt.IsCapped && attempt.IsLowered)))
        {
            edits.Add(new(peek.OutputCapAt.Start, peek.OutputCapAt.Length, Encoding.UTF8.GetBytes(cap)));
        }

        return edits;
    }

    [LoggerMessage(LogLevel.Warning, "The upstream {Upstream} failed: {Outcome}")]
    private partial void LogFailed(string upstream, AttemptOutcome outcome, Exception failure);
}
