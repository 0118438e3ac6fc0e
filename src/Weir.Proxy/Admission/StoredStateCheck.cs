using Microsoft.AspNetCore.Http;
using Weir.Proxy.Dialects;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Refusals;
using Weir.Proxy.Routing;

namespace Weir.Proxy.Admission;

/// <summary>
/// Takes ids of what an upstream keeps only from the user who was told them, since all callers share one account there, and binds the exchange
/// to the upstream that has it.
/// </summary>
internal sealed class StoredStateCheck(IStoredStates states)
{
    private static readonly Refusal TooMany = BadRequest($"The request names more than {RequestPeek.MostStoredStates} things that the upstream keeps.");

    private static readonly Refusal Apart = BadRequest("The request names things that different upstreams keep.");

    public async ValueTask<Refusal?> CheckAsync(Exchange exchange)
    {
        var ids = exchange.Peek.StoredStates;
        if (ids.Count > RequestPeek.MostStoredStates)
        {
            return TooMany;
        }

        foreach (var id in ids)
        {
            var holder = await states.FindAsync(exchange.Caller.User, id, exchange.Http.RequestAborted);
            if (holder is null)
            {
                // The same words for one that nobody was told and for one that somebody else was.
                return Unknown(id, exchange.Peek.ContinuesThread);
            }

            if (exchange.HeldBy is { } other && other != holder)
            {
                return Apart;
            }

            exchange.HeldBy = holder;
        }

        return null;
    }

    private static Refusal Unknown(string id, bool isThread) => BadRequest(
        $"\"{id}\" names something that the upstream keeps (an answer, a file, a container). The gateway passes such an id on only for the user who got it here.") with
    {
        // Told so, Anthropic's SDKs send the whole conversation again, without a thread.
        Code = isThread ? "thread_unsupported_request" : null,
    };

    private static Refusal BadRequest(string message) => new(StatusCodes.Status400BadRequest, RefusalReason.ClientBadRequest, message);
}
