using Microsoft.AspNetCore.Http;
using Weir.Proxy.Bodies;
using Weir.Proxy.Dialects;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Refusals;

namespace Weir.Proxy.Admission;

/// <summary>Step 2, <em>Peek</em>: reads the body once, for what admission must know of it.</summary>
internal sealed class Peeking(BodyReader bodies, ProxySettings settings)
{
    public async ValueTask<Refusal?> PeekAsync(Exchange exchange)
    {
        var (body, refusal) = await bodies.ReadAsync(exchange.Http.Request, exchange.Http.RequestAborted);
        if (body is null)
        {
            return refusal;
        }

        exchange.Body = body;
        exchange.Peek = new RequestPeek();
        if (exchange.Entrance.Dialect.Peek(body.Span, exchange.Peek) is { } problem)
        {
            return BadRequest(problem);
        }

        var model = exchange.Peek.Model ?? (exchange.Entrance.IsForApps ? settings.DefaultModel : null);
        if (model is null)
        {
            return BadRequest("model: Field required");
        }

        exchange.Model = model;
        return exchange.Peek.StoredState is { } id ? KeptState(id, exchange.Peek.ContinuesThread) : null;
    }

    private static Refusal BadRequest(string message) => new(StatusCodes.Status400BadRequest, RefusalReason.ClientBadRequest, message);

    private static Refusal KeptState(string id, bool isThread) => BadRequest(
        $"\"{id}\" names state that the upstream keeps (a file or a container). The gateway cannot tell whose it is, so it does not pass such ids on.") with
    {
        // Told so, Anthropic's SDKs send the whole conversation again, without a thread.
        Code = isThread ? "thread_unsupported_request" : null,
    };
}
