using Microsoft.AspNetCore.Http;
using Weir.Proxy.Admission;
using Weir.Proxy.Refusals;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Exchanges;

/// <summary><c>GET /api/inference/queue</c>: where the caller's requests stand that wait for a busy upstream.</summary>
internal sealed class QueuePositions(Identification identification, UpstreamCatalog upstreams)
{
    private static readonly OwnErrors Errors = new();

    public async Task RunAsync(HttpContext http)
    {
        var (caller, refusal) = await identification.IdentifyAsync(http, acceptCookies: true);
        if (refusal is not null)
        {
            await RefusalWriter.WriteAsync(http.Response, refusal, Errors, RequestIds.New());
            return;
        }

        var waiting = from upstream in upstreams.Current.Upstreams
                      from place in upstream.State.Line.WaitingOf(caller!.User)
                      select new QueuePosition(upstream.Name, place.Ticket.Model, place.Position);
        await http.Response.WriteAsJsonAsync(new QueueAnswer([.. waiting]), QueueJson.Default.QueueAnswer, cancellationToken: http.RequestAborted);
    }
}
