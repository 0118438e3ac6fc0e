using Weir.Proxy.Admission;
using Weir.Proxy.Forwarding;
using Weir.Proxy.Refusals;

namespace Weir.Proxy.Exchanges;

/// <summary>The steps of one attempt, and the next attempt where one failed before anything reached the caller.</summary>
internal sealed class AttemptSteps(Queueing queueing, Reserving reserving, Forwarder forwarder, Fallbacks fallbacks, Relay relay)
{
    /// <summary>The last attempt is left to be settled.</summary>
    public async Task<Refusal?> RunAsync(Exchange exchange)
    {
        while (true)
        {
            var refusal = await queueing.EnterAsync(exchange)       // a place at the upstream, in line if it is busy
                ?? await reserving.ReserveAsync(exchange);          // 4. may it be: the pending row is durable before anything is sent
            if (refusal is not null)
            {
                return refusal;
            }

            refusal = await forwarder.ForwardAsync(exchange);       // 5. send it
            if (await fallbacks.TryMoveOnAsync(exchange, refusal))
            {
                continue;
            }

            return refusal ?? await relay.RelayAsync(exchange);     // 6. hand the answer back; its last byte waits for 7
        }
    }
}
