using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Proxy.Admission;
using Weir.Proxy.Forwarding;
using Weir.Proxy.Refusals;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Exchanges;

/// <summary><c>GET /v1/models</c> and <c>/v1/models/{id}</c>: what the upstream offers, in its own words.</summary>
internal sealed class ModelLists(Identification identification, PlainRelay relay, UpstreamCatalog upstreams)
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._:@");

    public async Task RunAsync(HttpContext http, Entrance entrance)
    {
        using var exchange = new Exchange(http, entrance);
        var refusal = await identification.IdentifyAsync(exchange)
            ?? RefuseOddName(http)
            ?? await relay.PassAsync(http, upstreams.Current.Upstreams[0], Dialects.Dialect.Anthropic, http.Request.Path.ToUriComponent(), content: null);
        await exchange.AnswerAsync(refusal);
    }

    /// <summary>An escaped slash or dot in it could mean another path to the upstream than it does here.</summary>
    private static Refusal? RefuseOddName(HttpContext http) =>
        http.GetRouteValue("id") is string id && (id is "." or ".." || id.AsSpan().ContainsAnyExcept(NameCharacters))
            ? new(StatusCodes.Status404NotFound, RefusalReason.ClientModelUnknown, "No model has such a name.")
            : null;
}
