using System.Text.Json;
using Microsoft.Extensions.Logging;
using Weir.Accounting;
using Weir.Proxy.Bodies;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Refusals;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Forwarding;

/// <summary>Step 5, <em>Forward</em>: sends the request and waits for the head of the answer.</summary>
internal sealed partial class Forwarder(UpstreamRequests requests, UpstreamEvents events, ExchangeTelling telling, TimeProvider time, ILogger<Forwarder> logger)
{
    public async ValueTask<Refusal?> ForwardAsync(Exchange exchange)
    {
        var attempt = exchange.Attempt!;
        var upstream = exchange.Target.Upstream;
        var edits = Edits(exchange, attempt);
        telling.Sent(exchange);
        attempt.SentAt = time.GetTimestamp();
        var refusal = await SendAsync(exchange, attempt, edits);
        if (attempt.Outcome == AttemptOutcome.UpstreamUnreachable)
        {
            // Nothing was sent: once more may find another address, or a server that was just restarting.
            attempt.Outcome = null;
            attempt.IsVoid = false;
            refusal = await SendAsync(exchange, attempt, edits);
        }

        if (attempt.Response is not null)
        {
            events.Answered(upstream);
            telling.Began(exchange);
        }
        else if (attempt.Outcome is AttemptOutcome.UpstreamUnreachable or AttemptOutcome.UpstreamCut or AttemptOutcome.UpstreamTimedOut)
        {
            events.Unanswered(upstream);
        }

        return refusal;
    }

    private async ValueTask<Refusal?> SendAsync(Exchange exchange, Attempt attempt, List<BodyEdit> edits)
    {
        var upstream = exchange.Target.Upstream;
        attempt.Sent = new EditedBody(exchange.Body.Bytes, edits);
        using var request = requests.Create(exchange.Http, upstream, exchange.Operation.Dialect, exchange.Operation.Path, attempt.Sent);
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
            LogFailed(upstream.Name, attempt.Outcome.Value, failure);
            return AttemptRefusals.BeforeAnswer(attempt.Outcome.Value);
        }
    }

    /// <summary>All that Weir changes in a body: the model's name where it is another at the target, or missing, the cap where a budget demands it.</summary>
    private static List<BodyEdit> Edits(Exchange exchange, Attempt attempt)
    {
        var edits = new BodyEdits();
        var (peek, operation, isForApps) = (exchange.Peek, exchange.Operation, exchange.Entrance.IsForApps);
        var kind = exchange.Target.Upstream.Config.Kind;
        EditModel(edits, exchange);
        var isMissing = operation.LacksCap(peek, kind) && (attempt.IsCapped || (isForApps && operation.DemandsCap));
        if (!peek.IsInputOnly && (isMissing || attempt is { IsCapped: true, IsLowered: true }))
        {
            operation.EditCap(edits, peek, kind, attempt.Output / peek.Choices);
        }

        operation.EditRest(edits, peek, isForApps);
        return edits.ToList();
    }

    internal static void EditModel(BodyEdits edits, Exchange exchange)
    {
        var name = exchange.Target.Name;
        if (exchange.Peek.Model is null)
        {
            edits.Insert(exchange.Peek.Top, $"\"model\":{JsonSerializer.Serialize(name)}");
        }
        else if (name != exchange.Peek.Model)
        {
            edits.Replace(exchange.Peek.ModelAt, JsonSerializer.Serialize(name));
        }
    }

    [LoggerMessage(LogLevel.Warning, "The upstream {Upstream} failed: {Outcome}")]
    private partial void LogFailed(string upstream, AttemptOutcome outcome, Exception failure);
}
