using Microsoft.AspNetCore.Http;
using Weir.Proxy.Admission;
using Weir.Proxy.Admission.Rates;
using Weir.Proxy.Metering;
using Weir.Proxy.Routing;

namespace Weir.Proxy.Exchanges;

/// <summary>The life of an exchange. Each step returns null to go on, or the refusal that ends it.</summary>
internal sealed class ExchangePipeline(Identification identification, Peeking peeking, Router router, RateLimiting rates, AttemptSteps attempts, Settling settling, ExchangeTelling telling)
{
    public async Task RunAsync(HttpContext http, Entrance entrance)
    {
        using var exchange = new Exchange(http, entrance);
        var refusal = await identification.IdentifyAsync(exchange); // 1. who calls
        telling.Arrived(exchange);
        refusal ??= await peeking.PeekAsync(exchange)               // 2. what for
            ?? await router.RouteAsync(exchange)                    // 3. where it is served: the best target first
            ?? rates.Enter(exchange);                               // not too fast, nor too many at once
        if (refusal is null)
        {
            try
            {
                refusal = await attempts.RunAsync(exchange);        // 4 to 7, and again at the next target should one fail
            }
            finally
            {
                await settling.SettleAsync(exchange);               // however it ended
            }
        }

        if (refusal is not null)
        {
            telling.Refused(exchange, refusal);
        }

        await exchange.AnswerAsync(refusal);
    }
}
