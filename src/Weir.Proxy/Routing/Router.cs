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
        exchange.Targets = exchange.HeldBy is { } holder ? targets.RemoveAll(target => target.Upstream.Name != holder) : targets;
        return problem ?? (exchange.Targets.IsEmpty ? WithoutHolder(exchange.HeldBy!) : null);
    }

    /// <summary>The model is served, but not where the state is that the request names.</summary>
    private Refusal WithoutHolder(string holder) => upstreams.Current.Find(holder) is { State.Health.IsOpen: true } ? Gone : Elsewhere;

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
        var healthy = ImmutableArray.CreateBuilder<Target>(all.Count);
        var isSpoken = false;
        foreach (var target in all)
        {
            if (target.Upstream.Speaks(dialect))
            {
                isSpoken = true;
                if (!target.Upstream.State.Health.IsOpen)
                {
                    healthy.Add(target);
                }
            }
        }

        return all.Count == 0 ? ([], Unknown($"No upstream of this gateway serves the model \"{model}\"."))
            : !isSpoken ? ([], Unknown($"The model \"{model}\" is not served in this dialect: use {string.Join(" or ", all.SelectMany(Paths).Distinct())}."))
            : healthy.Count == 0 ? ([], Gone)
            : (healthy.ToImmutable(), null);
    }

    private List<Target> AllOf(CatalogSnapshot catalog, string model, Dialect dialect, UserId user)
    {
        var targets = new List<Target>(1);
        if (RouteOf(catalog, model) is { } route)
        {
            foreach (var target in InOrder(route, model, user))
            {
                if (catalog.Find(target.Upstream) is { } upstream)
                {
                    targets.Add(Target(upstream, target.Model ?? model));
                }
            }

            return targets;
        }

        foreach (var upstream in catalog.Upstreams)
        {
            if (upstream.State.Listing.TryFind(model, out _))
            {
                targets.Add(Target(upstream, model));
            }
        }

        if (targets.Count == 0 && Unlisted(catalog, model, dialect) is { } fitting)
        {
            targets.Add(Target(fitting, model));
        }

        return targets;
    }

    /// <summary>Who is to know a model that nobody lists. Whoever is native to a dialect is asked before whoever imitates it.</summary>
    private static Upstream? Unlisted(CatalogSnapshot catalog, string model, Dialect dialect)
    {
        Upstream? native = null;
        Upstream? imitating = null;
        foreach (var upstream in catalog.Upstreams)
        {
            if (upstream.Config.Kind == UpstreamKind.Anthropic && model.StartsWith("claude", StringComparison.Ordinal))
            {
                return upstream;
            }

            if (upstream.Speaks(dialect))
            {
                imitating ??= upstream;
                native ??= UpstreamDefaults.Native(upstream.Config.Kind) == dialect ? upstream : null;
            }
        }

        return native ?? imitating;
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

    private static Refusal Elsewhere { get; } =
        new(StatusCodes.Status400BadRequest, RefusalReason.ClientBadRequest, "What the request refers to is kept by an upstream that does not serve this model.");

    private static Refusal NotAllowed(string model) =>
        new(StatusCodes.Status403Forbidden, RefusalReason.ClientForbidden, $"This credential may not use the model \"{model}\".");
}
