using Microsoft.AspNetCore.Http;
using Weir.Proxy.Bodies;
using Weir.Proxy.Dialects;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Refusals;
using Weir.Proxy.Upstreams;
using Weir.Proxy.Upstreams.Simulated;

namespace Weir.Proxy.Admission;

/// <summary>Step 2, <em>Peek</em>: reads the body once, for what admission must know of it.</summary>
internal sealed class Peeking(BodyReader bodies, UpstreamCatalog upstreams, StoredStateCheck storedStates, ProxySettings settings)
{
    private const string AnthropicModel = "claude-sonnet-4-5";

    public async ValueTask<Refusal?> PeekAsync(Exchange exchange)
    {
        var (body, refusal) = await bodies.ReadAsync(exchange.Http.Request, exchange.Http.RequestAborted);
        if (body is null)
        {
            return refusal;
        }

        exchange.Body = body;
        exchange.Peek = new RequestPeek();
        if (exchange.Operation.Peek(body.Span, exchange.Peek) is { } problem)
        {
            return BadRequest(problem);
        }

        var model = exchange.Peek.Model ?? DefaultModel(exchange);
        if (model is null)
        {
            return BadRequest("model: Field required");
        }

        exchange.Model = model;
        return exchange.Peek.StoredStates.Count == 0 ? null : await storedStates.CheckAsync(exchange);
    }

    /// <summary>The one that was set for the dialect; newcomers' first request names none, so their endpoint always has one.</summary>
    private string? DefaultModel(Exchange exchange) =>
        settings.DefaultModels.TryGetValue(exchange.Operation.Dialect, out var model) ? model
        : exchange is { Entrance.IsForApps: true, Operation.Dialect: Dialect.Anthropic } ? upstreams.Current.IsSimulated ? SimulatedHandler.Model : AnthropicModel
        : null;

    private static Refusal BadRequest(string message) => new(StatusCodes.Status400BadRequest, RefusalReason.ClientBadRequest, message);
}
