using Microsoft.AspNetCore.Http;
using Weir.Proxy.Admission;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Forwarding;
using Weir.Proxy.Routing;

namespace Weir.Proxy.Dialects.Ollama;

/// <summary><c>/api/show</c>: asks what a model is, wherever it is served. It costs nothing, so it has no reservation, no entry and no budget.</summary>
internal sealed class OllamaShows(Identification identification, Peeking peeking, Router router, PlainRelay relay)
{
    public async Task RunAsync(HttpContext http, Entrance entrance)
    {
        using var exchange = new Exchange(http, entrance);
        var refusal = await identification.IdentifyAsync(exchange)
            ?? await peeking.PeekAsync(exchange)
            ?? await router.RouteAsync(exchange)
            ?? await relay.PassAsync(exchange, entrance.Operation.Path);
        await exchange.AnswerAsync(refusal);
    }
}
