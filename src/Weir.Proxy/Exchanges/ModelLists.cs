using Microsoft.AspNetCore.Http;
using Weir.Proxy.Admission;
using Weir.Proxy.Forwarding;
using Weir.Proxy.Refusals;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Exchanges;

/// <summary><c>GET /v1/models</c> and <c>/v1/models/{id}</c>: what the upstream offers, in its own words.</summary>
internal sealed class ModelLists(Identification identification, PlainRelay relay, UpstreamCatalog upstreams)
{
    public async Task RunAsync(HttpContext http, Entrance entrance)
    {
        using var exchange = new Exchange(http, entrance);
        var refusal = await identification.IdentifyAsync(exchange)
            ?? await relay.PassAsync(http, upstreams.Default, http.Request.Path.ToUriComponent(), content: null);
        if (refusal is not null && !http.Response.HasStarted)
        {
            await RefusalWriter.WriteAsync(http.Response, refusal, entrance.Errors, exchange.RequestId);
        }
    }
}
