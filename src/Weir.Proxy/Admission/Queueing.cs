using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Refusals;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Admission;

/// <summary>
/// Between <em>Route</em> and <em>Reserve</em>: a place at the upstream, which may let in only so many at once. Waiting in line holds no
/// reservation, so that it takes nothing from the budgets of others.
/// </summary>
internal sealed class Queueing(Reserving reserving, TimeProvider time)
{
    /// <summary>So long nothing is sent, and an error can still have its status.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    /// <summary>Between two comments to a stream's caller: it keeps proxies from closing the connection.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(90);

    /// <summary>A stream is told that it waits, so it can wait for longer.</summary>
    private static readonly TimeSpan LongestStreamWait = TimeSpan.FromSeconds(600);

    private static readonly Refusal Full =
        new(StatusCodes.Status503ServiceUnavailable, RefusalReason.GatewayOverloaded, "The line for the upstream is full.") { RetryAfterSeconds = 10 };

    private static readonly Refusal TooLong =
        new(StatusCodes.Status503ServiceUnavailable, RefusalReason.GatewayOverloaded, "The upstream is busy: the wait in line took too long.") { RetryAfterSeconds = 10 };

    public ValueTask<Refusal?> EnterAsync(Exchange exchange)
    {
        exchange.Ticket = exchange.Target.Upstream.State.Line.Enter(exchange.Caller.User, exchange.Model);
        return exchange.Ticket switch
        {
            null => new(Full),
            { IsAdmitted: true } => default,
            var ticket => new(WaitAsync(exchange, ticket)),
        };
    }

    private async Task<Refusal?> WaitAsync(Exchange exchange, LineTicket ticket)
    {
        if (await reserving.LookAsync(exchange) is { } refusal)
        {
            return refusal;
        }

        var began = time.GetTimestamp();
        var tells = exchange.Peek.Stream && exchange.Operation.StreamType == "text/event-stream";
        var longest = tells ? LongestStreamWait : LongestWait;
        var pause = tells ? Silence : longest;
        while (!await IsAdmittedWithinAsync(ticket, pause, exchange.Http.RequestAborted))
        {
            if (time.GetElapsedTime(began) >= longest)
            {
                return TooLong;
            }

            await TellAsync(exchange, ticket);
            pause = Beat;
        }

        return null;
    }

    private async Task<bool> IsAdmittedWithinAsync(LineTicket ticket, TimeSpan span, CancellationToken cancellationToken)
    {
        try
        {
            await ticket.Admission.WaitAsync(span, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>A comment is no part of the answer: no parser hands it on, and the exchange can still fail and fall back.</summary>
    private static async Task TellAsync(Exchange exchange, LineTicket ticket)
    {
        var response = exchange.Http.Response;
        if (!exchange.HasBegunWaiting)
        {
            exchange.HasBegunWaiting = true;
            response.ContentType = "text/event-stream; charset=utf-8";
            response.Headers["request-id"] = exchange.RequestId;
        }

        await response.BodyWriter.WriteAsync(
            Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $": position {Math.Max(1, ticket.Position)}\n\n")),
            exchange.Http.RequestAborted);
    }
}
