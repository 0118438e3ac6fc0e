using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Weir.Accounting;
using Weir.Proxy.Dialects;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Identity;
using Weir.Proxy.Refusals;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Routing;

/// <summary>Step 3, <em>Route</em>: finds the targets of a model, the best first, if the caller may use it.</summary>
internal sealed class Router(UpstreamCatalog upstreams, ModelCatalog models, UpstreamWatch watch)
{
    public async ValueTask<Refusal?> RouteAsync(Exchange exchange)
    {
        if (Allow(exchange.Caller, exchange.Model, exchange.Peek.FurtherModels) is { } refusal)
        {
            return refusal;
        }

        await watch.FirstLookAsync();
        var (targets, problem) = Find(exchange.Model, exchange.Operation.Dialect, exchange.Caller.User);
        exchange.Targets = targets;
        return problem;
    }

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

    /// <summary>The targets that speak a dialect and are not held to be gone; none with the reason.</summary>
    public (ImmutableArray<Target> Targets, Refusal? Problem) Find(string model, Dialect dialect, UserId user)
    {
        var all = AllOf(upstreams.Current, model, dialect, user);
        if (all.Count == 0)
        {
            return ([], Unknown($"No upstream of this gateway serves the model \"{model}\"."));
        }

        var speaking = all.FindAll(target => target.Upstream.Speaks(dialect));
        if (speaking.Count == 0)
        {
            return ([], Unknown($"The model \"{model}\" is not served in this dialect: use {string.Join(" or ", all.SelectMany(Paths).Distinct())}."));
        }

        var healthy = speaking.FindAll(target => !target.Upstream.State.Health.IsOpen);
        return healthy.Count == 0 ? ([], Gone) : ([.. healthy], null);
    }

    private List<Target> AllOf(CatalogSnapshot catalog, string model, Dialect dialect, UserId user)
    {
        if (RouteOf(catalog, model) is { } route)
        {
            return InOrder(route, model, user)
                .Select(target => catalog.Find(target.Upstream) is { } upstream ? Target(upstream, target.Model ?? model) : null)
                .OfType<Target>()
                .ToList();
        }

        var listing = catalog.Upstreams.Where(upstream => upstream.State.Listing.TryFind(model, out _)).ToList();
        if (listing.Count > 0)
        {
            return listing.ConvertAll(upstream => Target(upstream, model));
        }

        var byName = model.StartsWith("claude", StringComparison.Ordinal) ? catalog.Upstreams.FirstOrDefault(upstream => upstream.Config.Kind == UpstreamKind.Anthropic) : null;
        // Whoever is native to a dialect is asked before whoever imitates it.
        var fitting = byName
            ?? catalog.Upstreams.FirstOrDefault(upstream => UpstreamDefaults.Native(upstream.Config.Kind) == dialect && upstream.Speaks(dialect))
            ?? catalog.Upstreams.FirstOrDefault(upstream => upstream.Speaks(dialect));
        return fitting is null ? [] : [Target(fitting, model)];
    }

    internal static RouteConfig? RouteOf(CatalogSnapshot catalog, string model)
    {
        RouteConfig? fitting = null;
        foreach (var route in catalog.Routes)
        {
            if (ModelPattern.IsSame(route.Pattern, model))
            {
                return route;
            }

            fitting ??= ModelPattern.Fits(route.Pattern, model) ? route : null;
        }

        return fitting;
    }

    private static IEnumerable<RouteTargetConfig> InOrder(RouteConfig route, string model, UserId user) => route.Spread == RouteSpread.Ordered
        ? route.Targets
        : StickyChoice.Order(route.Targets, user, model);

    private Target Target(Upstream upstream, string name) => new(upstream, name, models.Find(name));

    private static IEnumerable<string> Paths(Target target) => target.Upstream.Config.Dialects.Select(dialect => dialect switch
    {
        Dialect.Anthropic => "/v1/messages",
        Dialect.OpenAI => "/v1/chat/completions or /v1/responses",
        _ => "/api/chat",
    });

    private static Refusal Unknown(string message) => new(StatusCodes.Status404NotFound, RefusalReason.ClientModelUnknown, message);

    private static Refusal Gone { get; } =
        new(StatusCodes.Status503ServiceUnavailable, RefusalReason.UpstreamUnreachable, "No upstream of this model answers at the moment.") { RetryAfterSeconds = 5 };

    private static Refusal NotAllowed(string model) =>
        new(StatusCodes.Status403Forbidden, RefusalReason.ClientForbidden, $"This credential may not use the model \"{model}\".");
}
