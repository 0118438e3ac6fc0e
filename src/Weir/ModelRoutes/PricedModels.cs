using Weir.Prices;

namespace Weir.ModelRoutes;

/// <summary>Puts models and prices together, from memory: both are what is in force.</summary>
internal sealed class PricedModels(RouteQueries routes, PriceQueries prices)
{
    public List<PricedModel> All() => routes.Models().ConvertAll(model =>
    {
        var rates = prices.InForce(model.Upstreams[0], model.Name)?.NanoDollarsPerMillion;
        return new PricedModel(model.Name, model.Upstreams, model.Route, rates?.Input, rates?.Output);
    });
}
