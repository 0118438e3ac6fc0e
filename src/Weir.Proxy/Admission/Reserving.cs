using Microsoft.AspNetCore.Http;
using Weir.Accounting;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Forwarding;
using Weir.Proxy.Metering;
using Weir.Proxy.Refusals;

namespace Weir.Proxy.Admission;

/// <summary>Step 4, <em>Reserve</em>: sets aside what the attempt can cost at the most, or says why that cannot be.</summary>
internal sealed class Reserving(ILedger ledger, PriceList prices, ExactCount exactCount, AttemptLives lives, ProxySettings settings)
{
    /// <summary>No output cap means more than this; it keeps sums far from overflow.</summary>
    private const long LargestCap = 1L << 40;

    private static readonly Refusal Unavailable =
        new(StatusCodes.Status503ServiceUnavailable, RefusalReason.GatewayLedgerUnavailable, "metering_unavailable: usage cannot be recorded now, so no new work is taken.")
        {
            RetryAfterSeconds = 2,
        };

    private static readonly Refusal Surcharged =
        new(StatusCodes.Status400BadRequest, RefusalReason.ClientForbidden, "The request names tools whose cost nothing bounds, and a limit applies to this caller: the upstream is set to refuse that.");

    public async ValueTask<Refusal?> ReserveAsync(Exchange exchange)
    {
        var price = prices.Find(exchange.Target.Upstream.Config, exchange.Target.Name);
        exchange.Admit(ledger.Now, lives.Time.GetTimestamp());
        var request = Request(exchange, price, settings.Patience);
        try
        {
            var result = await ledger.ReserveAsync(request, TakeSuperseded(exchange), exchange.Http.RequestAborted);
            if (result is ReserveResult.Refused { IsFinal: true } near && IsWorthCounting(near, request)
                && await exactCount.AskAsync(exchange) is { } exact && exact < request.Demand.Input)
            {
                request = request with { Demand = DemandOf(exchange, price, exact) };
                result = await ledger.ReserveAsync(request, null, exchange.Http.RequestAborted);
            }

            if (result is ReserveResult.Refused refused)
            {
                return Refuse(refused);
            }

            var granted = (ReserveResult.Granted)result;
            exchange.Attempt = new Attempt(request, price, granted, lives.Begin(exchange, granted.Output));
            return granted.IsCapped && exchange.Peek.Surcharges > 0 && exchange.Target.Upstream.Config.RefusesSurcharges
                ? RefuseSurcharges(exchange.Attempt)
                : null;
        }
        catch (LedgerUnavailableException)
        {
            return Unavailable;
        }
    }

    /// <summary>A look at the budget that binds nothing, for who would have to wait in line only to be refused.</summary>
    public async ValueTask<Refusal?> LookAsync(Exchange exchange)
    {
        try
        {
            var request = Request(exchange, prices.Find(exchange.Target.Upstream.Config, exchange.Target.Name), TimeSpan.Zero);
            return await ledger.LookAsync(request, exchange.Http.RequestAborted) is { IsFinal: true } refused && !IsWorthCounting(refused, request)
                ? Refuse(refused)
                : null;
        }
        catch (LedgerUnavailableException)
        {
            return Unavailable;
        }
    }

    /// <summary>The least output worth granting: an answer too short to hold its tool calls, or its thinking, is money thrown away.</summary>
    internal static long Floor(long asked, bool hasTools, long thinkingBudget)
    {
        var floor = hasTools ? 4_096 : 1_024;
        return Math.Min(asked, thinkingBudget > 0 ? Math.Max(floor, Math.Min(asked, thinkingBudget) + 1_024) : floor);
    }

    private ReserveRequest Request(Exchange exchange, Price price, TimeSpan patience)
    {
        var (peek, model, upstream) = (exchange.Peek, exchange.Target.Model, exchange.Target.Upstream.Config);
        var asked = Asked(exchange);
        return new ReserveRequest
        {
            Attempt = AttemptId.New(),
            Exchange = exchange.Id,
            User = exchange.Caller.User,
            ApiKey = exchange.Caller.ApiKey,
            Upstream = upstream.Name,
            Model = exchange.Model,
            Client = ClientTrace.Of(exchange.Http.Request.Headers),
            Budgets = ApplicableBudgets.Of(exchange),
            AdmittedAt = exchange.AdmittedAt ?? ledger.Now,
            Demand = DemandOf(exchange, price, peek.Bound(exchange.Body.Length).Tokens(model.TokensPerImage, upstream.SurchargeTokens, model.ContextWindow)),
            PriceId = price.Id,
            AskedOutput = asked,
            Floor = peek.FurtherCap > 0 ? asked : peek.Choices * Floor(asked / peek.Choices, peek.HasTools, peek.ThinkingBudget),
            TokensPerSecond = model.TokensPerSecond * peek.Choices,
            Patience = patience,
        };
    }

    /// <summary>What the attempt weighs at the most, also if the upstream takes one of the further models that the request names.</summary>
    private Demand DemandOf(Exchange exchange, Price price, long input)
    {
        var bound = new BoundedInput(input, exchange.Peek.MayWriteCache, exchange.Peek.MayWriteCache);
        var circumstances = exchange.Peek.Circumstances;
        var demand = price.WorstCase(bound, circumstances);
        foreach (var further in exchange.Peek.FurtherModels)
        {
            demand = Demand.Dearest(demand, prices.Find(exchange.Target.Upstream.Config, further).WorstCase(bound, circumstances));
        }

        return demand;
    }

    /// <summary>Of all choices together.</summary>
    private long Asked(Exchange exchange)
    {
        var peek = exchange.Peek;
        if (peek.IsInputOnly)
        {
            return 0;
        }

        var fill = exchange is { Entrance.IsForApps: true, Operation.DemandsCap: true } ? settings.DefaultMaxTokens : exchange.Target.Model.MaxOutputTokens;
        // The cap of a further model stands where Weir doesn't lower it, so all of it is set aside or nothing is sent.
        var asked = Math.Max(peek.OutputCap ?? fill, peek.FurtherCap);
        return Math.Min(LargestCap / peek.Choices, asked) * peek.Choices;
    }

    private static Settlement? TakeSuperseded(Exchange exchange)
    {
        var superseded = exchange.Superseded;
        exchange.Superseded = null;
        return superseded;
    }

    private static Refusal RefuseSurcharges(Attempt attempt)
    {
        attempt.IsVoid = true;
        attempt.Outcome = AttemptOutcome.GatewayRefused;
        return Surcharged;
    }

    /// <summary>The bound counts bytes, several to a token: when a quarter of it would fit, the upstream is asked what it really is.</summary>
    private static bool IsWorthCounting(ReserveResult.Refused refused, ReserveRequest request)
    {
        var input = request.Demand.At(0).In(refused.Unit);
        return refused.Unit is not (BudgetUnit.OutputTokens or BudgetUnit.Requests) && refused.Used + (input / 4) + (refused.Needed - input) <= refused.Limit;
    }

    private static Refusal Refuse(ReserveResult.Refused refused)
    {
        var figures = new BudgetFigures(refused.Used, refused.Reserved, refused.Needed, refused.Limit)
        {
            Unit = refused.Unit,
            Subject = refused.Subject,
            Budget = refused.Budget,
            ResetsAt = refused.ResetsAt,
        };
        return refused.IsFinal
            ? new(StatusCodes.Status429TooManyRequests, RefusalReason.ClientBudgetExceeded, BudgetMessages.Reached(refused)) { Figures = figures, ShouldRetry = false }
            : new(StatusCodes.Status429TooManyRequests, RefusalReason.ClientBudgetPending, BudgetMessages.Reserved(refused))
            {
                Figures = figures,
                RetryAfterSeconds = 2,
            };
    }
}
