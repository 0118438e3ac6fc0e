using Microsoft.AspNetCore.Http;
using Weir.Proxy.Admission;
using Weir.Proxy.Forwarding;
using Weir.Proxy.Metering;
using Weir.Proxy.Routing;

namespace Weir.Proxy.Exchanges;

/// <summary>The life of an exchange. Each step returns null to go on, or the refusal that ends it.</summary>
internal sealed class ExchangePipeline(
    Identification identification,
    Peeking peeking,
    Router router,
    Reserving reserving,
    Forwarder forwarder,
    Relay relay,
    Settling settling)
{
    public async Task RunAsync(HttpContext http, Entrance entrance)
    {
        using var exchange = new Exchange(http, entrance);
        var refusal = await identification.IdentifyAsync(exchange)  // 1. who calls
            ?? await peeking.PeekAsync(exchange)                    // 2. what for
            ?? router.Route(exchange)                               // 3. where it is served
            ?? await reserving.ReserveAsync(exchange);              // 4. may it be: the pending row is durable before anything is sent
        if (refusal is null)
        {
            try
            {
                refusal = await forwarder.ForwardAsync(exchange)    // 5. send it
                    ?? await relay.RelayAsync(exchange);            // 6. hand the answer back; its last byte waits for 7
            }
            finally
            {
                await settling.SettleAsync(exchange);               // 7. the reservation becomes a ledger entry, however it ended
            }
        }

        await exchange.AnswerAsync(refusal);
    }
}
