using Weir.Accounting;
using Weir.Proxy.Dialects;
using Weir.Proxy.Identity;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Routing;

/// <summary>The models that a caller may use in a dialect: those that upstreams list, and the public names of routes.</summary>
internal sealed class ModelOffer(UpstreamCatalog catalog, UpstreamWatch watch)
{
    /// <summary>Routes first, then upstream by upstream, each name once.</summary>
    public async ValueTask<List<OfferedModel>> OfAsync(Caller caller, Dialect dialect)
    {
        await watch.FirstLookAsync();
        var current = catalog.Current;
        var named = new HashSet<string>(StringComparer.Ordinal);
        return [.. Routed(current, dialect).Concat(Listed(current, dialect))
            .Where(model => caller.MayUse(model.Name) && named.Add(ModelPattern.WithoutDefaultTag(model.Name).ToString()))];
    }

    private static IEnumerable<OfferedModel> Routed(CatalogSnapshot catalog, Dialect dialect) =>
        from route in catalog.Routes
        where !route.Pattern.EndsWith('*')
        let target = route.Targets
            .Select(target => (Upstream: catalog.Find(target.Upstream), Name: target.Model ?? route.Pattern))
            .FirstOrDefault(target => target.Upstream?.Speaks(dialect) == true)
        where target.Upstream is not null
        select new OfferedModel(route.Pattern, target.Upstream, target.Upstream.State.Listing.TryFind(target.Name, out var listed) ? listed : null);

    private static IEnumerable<OfferedModel> Listed(CatalogSnapshot catalog, Dialect dialect) =>
        from upstream in catalog.Upstreams
        where upstream.Speaks(dialect)
        from model in upstream.State.Listing.Models
        select new OfferedModel(model.Name, upstream, model);
}
