using Microsoft.AspNetCore.Http;
using Weir.Accounting;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Forwarding;
using Weir.Proxy.Metering;
using Weir.Proxy.Refusals;

namespace Weir.Proxy.Admission;

/// <summary>Step 4, <em>Reserve</em>: sets aside what the attempt can cost at the most, or says why that cannot be.</summary>
internal sealed class Reserving(ILedger ledger, ExactCount exactCount, AttemptLives lives, ProxySettings settings, TimeProvider time)
{
    /// <summary>No output cap means more than this; it keeps sums far from overflow.</summary>
    private const long LargestCap = 1L << 40;

    public async ValueTask<Refusal?> ReserveAsync(Exchange exchange)
    {
        var peek = exchange.Peek;
        var model = exchange.Target.Model;
        var asked = Math.Min(LargestCap, peek.OutputCap ?? (exchange.Entrance.IsForApps ? settings.DefaultMaxTokens : model.MaxOutputTokens));
        if (peek.FurtherCap > 0)
        {
            // The cap of a further model stands where Weir doesn't lower it, so all of it is set aside or nothing is sent.
            asked = Math.Min(LargestCap, Math.Max(asked, peek.FurtherCap));
        }

        var bound = peek.Bound(exchange.Body.Length).Tokens(model.TokensPerImage, exchange.Target.Upstream.Config.SurchargeTokens, model.ContextWindow);
        var request = new ReserveRequest
        {
            Attempt = AttemptId.New(),
            Exchange = exchange.Id,
            User = exchange.Caller.User,
            ApiKey = exchange.Caller.ApiKey,
            Upstream = exchange.Target.Upstream.Config.Name,
            Model = exchange.Model,
            Budgets = exchange.Caller.Budgets,
            AdmittedAt = time.GetUtcNow(),
            Input = bound,
            AskedOutput = asked,
            Floor = peek.FurtherCap > 0 ? asked : Floor(asked, peek.HasTools, peek.ThinkingBudget),
            TokensPerSecond = model.TokensPerSecond,
            Patience = settings.Patience,
        };

        try
        {
            var result = await ledger.ReserveAsync(request, exchange.Http.RequestAborted);
            if (result is ReserveResult.Refused { IsFinal: true } near && IsWorthCounting(near, request)
                && await exactCount.AskAsync(exchange) is { } exact && exact < request.Input)
            {
                request = request with { Input = exact };
                result = await ledger.ReserveAsync(request, exchange.Http.RequestAborted);
            }

            if (result is ReserveResult.Refused refused)
            {
                return Refuse(refused);
            }

            exchange.Attempt = new Attempt(request, (ReserveResult.Granted)result, lives.Begin(exchange, ((ReserveResult.Granted)result).Output));
            return null;
        }
        catch (LedgerUnavailableException)
        {
            return new(StatusCodes.Status503ServiceUnavailable, RefusalReason.GatewayLedgerUnavailable, "metering_unavailable: usage cannot be recorded now, so no new work is taken.")
            {
                RetryAfterSeconds = 2,
            };
        }
    }

    /// <summary>The least output worth granting: an answer too short to hold its tool calls, or its thinking, is money thrown away.</summary>
    internal static long Floor(long asked, bool hasTools, long thinkingBudget)
    {
        var floor = hasTools ? 4_096 : 1_024;
        return Math.Min(asked, thinkingBudget > 0 ? Math.Max(floor, Math.Min(asked, thinkingBudget) + 1_024) : floor);
    }

    /// <summary>The bound counts bytes, several to a token: when a quarter of it would fit, the upstream is asked what it really is.</summary>
    private static bool IsWorthCounting(ReserveResult.Refused refused, ReserveRequest request) =>
        refused.Used + (request.Input / 4) + request.Floor <= refused.Limit;

    private static Refusal Refuse(ReserveResult.Refused refused)
    {
        var figures = new BudgetFigures(refused.Used, refused.Reserved, refused.Needed, refused.Limit);
        return refused.IsFinal
            ? new(StatusCodes.Status429TooManyRequests, RefusalReason.ClientBudgetExceeded, "Token limit exceeded") { Figures = figures, ShouldRetry = false }
            : new(StatusCodes.Status429TooManyRequests, RefusalReason.ClientBudgetPending, "Token limit reserved by requests that are still running")
            {
                Figures = figures,
                RetryAfterSeconds = 2,
            };
    }
}
