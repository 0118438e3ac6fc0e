using Microsoft.AspNetCore.Http;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Identity;
using Weir.Proxy.Refusals;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Routing;

/// <summary>Step 3, <em>Route</em>: finds the target of a model, if the caller may use it.</summary>
internal sealed class Router(UpstreamCatalog upstreams, ModelCatalog models)
{
    public Refusal? Route(Exchange exchange)
    {
        exchange.Target = Find(exchange.Model);
        return Allow(exchange.Caller, exchange.Model, exchange.Peek.FurtherModels);
    }

    public Target Find(string model) => new(upstreams.Default, models.Find(model));

    public static Refusal? Allow(Caller caller, string model, IReadOnlyList<string> furtherModels)
    {
        if (!caller.MayUse(model))
        {
            return NotAllowed(model);
        }

        foreach (var further in furtherModels)
        {
            if (!caller.MayUse(further))
            {
                return NotAllowed(further);
            }
        }

        return null;
    }

    private static Refusal NotAllowed(string model) =>
        new(StatusCodes.Status403Forbidden, RefusalReason.ClientForbidden, $"This API key may not use the model \"{model}\".");
}
