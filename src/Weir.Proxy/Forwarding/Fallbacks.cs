using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Weir.Accounting;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Metering;
using Weir.Proxy.Refusals;

namespace Weir.Proxy.Forwarding;

/// <summary>Decides whether the next target shall try what this one failed at. SDKs retry too, so the same target gets no second try here.</summary>
internal sealed partial class Fallbacks(FallbackBudget budget, Settling settling, ExchangeTelling telling, ILogger<Fallbacks> logger)
{
    /// <summary>True when the exchange has moved on: its last attempt has ended and is settled together with the next reservation.</summary>
    public async ValueTask<bool> TryMoveOnAsync(Exchange exchange, Refusal? refusal)
    {
        var attempt = exchange.Attempt!;
        exchange.Fallback?.Dispose();
        exchange.Fallback = null;
        if (!exchange.HasFurtherTarget || !HasFailed(attempt, refusal)
            || await budget.TakeAsync(exchange.Http.RequestAborted) is not { } permit)
        {
            return false;
        }

        exchange.Fallback = permit;
        if (attempt.Response is not null)
        {
            attempt.Outcome = AttemptOutcome.UpstreamError;
            attempt.IsVoid = true;
        }

        exchange.Superseded = settling.End(exchange);
        telling.Ended(exchange, exchange.Superseded);
        var failed = exchange.Target;
        exchange.MoveOn();
        LogMovedOn(exchange.Model, failed.Upstream.Name, exchange.Target.Upstream.Name);
        return true;
    }

    private static bool HasFailed(Attempt attempt, Refusal? refusal) => refusal is null
        ? (int)attempt.Response!.StatusCode is StatusCodes.Status429TooManyRequests or >= 500
        : attempt.Outcome is AttemptOutcome.UpstreamUnreachable or AttemptOutcome.UpstreamCut or AttemptOutcome.UpstreamTimedOut;

    [LoggerMessage(LogLevel.Information, "{Model} failed at {Failed}: {Next} tries it")]
    private partial void LogMovedOn(string model, string failed, string next);
}
