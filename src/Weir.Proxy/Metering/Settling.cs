using Microsoft.Extensions.Logging;
using Weir.Accounting;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Forwarding;
using Weir.Proxy.Routing;

namespace Weir.Proxy.Metering;

/// <summary>Step 7, <em>Settle</em>: turns an attempt's reservation into what was really used.</summary>
internal sealed partial class Settling(ILedger ledger, IStoredStates storedStates, ExchangeTelling telling, TimeProvider time, ILogger<Settling> logger)
{
    /// <summary>
    /// How long a caller may be kept from the end of its answer. The pending row is durable already, so what is not settled by then
    /// is not lost: the ledger tries on until it is.
    /// </summary>
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(2);

    /// <summary>Completes when the entry is durable, or after <see cref="LongestHold"/>. Settling twice changes nothing.</summary>
    public async ValueTask SettleAsync(Exchange exchange)
    {
        if (exchange.Superseded is { } superseded)
        {
            // There was to be a next attempt, and there is none.
            exchange.Superseded = null;
            await SettleAsync(superseded);
        }

        if (exchange.Attempt is { IsSettled: false })
        {
            var settlement = End(exchange);
            await SettleAsync(settlement);
            telling.Ended(exchange, settlement);
        }

        // Before the end of the answer is out: whoever saw it may ask again at once.
        exchange.Rate?.End(exchange.UsedTokens);
    }

    /// <summary>How the attempt ended. Whoever takes this settles it.</summary>
    public Settlement End(Exchange exchange)
    {
        var attempt = exchange.Attempt!;
        attempt.Outcome ??= AttemptOutcome.GatewayFault;
        if (attempt.Reader is { KeptStates: { Count: > 0 } kept })
        {
            // Before the end of the answer is out: the next request may name them.
            storedStates.Remember(attempt.Reservation.User, attempt.Reservation.Upstream, kept);
        }

        var settlement = Settlement(exchange, attempt);
        attempt.IsSettled = true;
        attempt.Used = settlement.Usage;
        exchange.UsedTokens += settlement.Usage.Total;
        return settlement;
    }

    private async ValueTask SettleAsync(Settlement settlement)
    {
        var settled = ledger.SettleAsync(settlement);
        if (settled.IsCompletedSuccessfully)
        {
            return;
        }

        try
        {
            await settled.WaitAsync(LongestHold, time);
        }
        catch (TimeoutException)
        {
            LogHeld(settlement.Attempt);
        }
    }

    private Settlement Settlement(Exchange exchange, Attempt attempt)
    {
        var open = attempt.SentAt == 0 ? TimeSpan.Zero : time.GetElapsedTime(attempt.SentAt);
        var wasSent = attempt.Sent is { WasStarted: true };
        var (usage, source) = attempt.IsVoid ? (default, UsageSource.Reported) : Used(exchange, attempt, open);
        var cost = attempt.IsVoid ? default : attempt.Price.CostOf(in usage, attempt.Reader?.Counts.Circumstances ?? exchange.Peek.Circumstances with { Tools = [] });
        return new()
        {
            Attempt = attempt.Reservation.Attempt,
            Kind = attempt.IsVoid ? LedgerEntryKind.Voided : LedgerEntryKind.Posted,
            Usage = usage,
            NanoDollars = cost.NanoDollars,
            IsPriceUncertain = cost.IsFlagged,
            Source = source,
            Outcome = attempt.Outcome!.Value,
            WasSent = wasSent,
            Status = attempt.Response is { } response ? (int)response.StatusCode : 0,
            RequestId = RequestId(attempt.Response),
            Sent = wasSent ? time.GetElapsedTime(exchange.AdmittedTimestamp, attempt.SentAt) : null,
            FirstByte = attempt.FirstByte,
            // Whoever saw the last byte settles at once: how long it was open is when that came.
            LastByte = attempt.Reader is { IsComplete: true } ? open : null,
            IsStreamed = attempt.IsStream,
            EndedAt = ledger.Now,
        };
    }

    /// <summary>What the upstream reported, and for what it did not, the one estimator.</summary>
    private static (Usage Usage, UsageSource Source) Used(Exchange exchange, Attempt attempt, TimeSpan open)
    {
        var reader = attempt.Reader;
        var counts = reader?.Counts ?? default;
        if (reader is { IsInputKnown: true, IsOutputFinal: true })
        {
            return (counts.ToUsage(counts.Output!.Value), UsageSource.Reported);
        }

        // An answer that isn't streamed is made before its first byte comes, so what was seen of it says nothing.
        var mayBeHidden = exchange.Operation.MayHideOutput(exchange.Peek, exchange.Target.Upstream.Config.Kind) || !attempt.IsStream || reader is { ShowsThinking: true };
        var output = reader is { IsOutputFinal: true } ? counts.Output!.Value
            : reader is { IsComplete: true, EstimatedOutput: { } estimated } ? Math.Min(estimated, attempt.Output)
            : Math.Max(
                counts.Output ?? 0,
                Estimator.Output(attempt.Output, reader?.OutputBytes ?? 0, open, attempt.Reservation.TokensPerSecond, mayBeHidden));
        counts.Input ??= reader is { IsComplete: true, IsError: false } && exchange.Peek.PromptCharacters is { } characters
            ? Math.Min(Estimator.Tokens(characters), attempt.Reservation.Demand.Input)
            : attempt.Reservation.Demand.Input;
        return (counts.ToUsage(output), UsageSource.Estimated);
    }

    /// <summary>Anthropic's name for it, or OpenAI's. One with U+0000 could not be stored, and names nothing.</summary>
    private static string? RequestId(HttpResponseMessage? response) =>
        response is not null && (response.Headers.NonValidated.TryGetValues("request-id", out var id) || response.Headers.NonValidated.TryGetValues("x-request-id", out id))
            && id.ToString() is var text && !text.Contains('\0', StringComparison.Ordinal)
            ? text
            : null;

    [LoggerMessage(LogLevel.Warning, "The ledger is slow: the end of attempt {Attempt} was released before its entry was durable")]
    private partial void LogHeld(AttemptId attempt);
}
