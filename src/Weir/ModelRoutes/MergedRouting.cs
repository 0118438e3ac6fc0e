using System.Collections.Immutable;
using Weir.Accounting;
using Weir.Proxy.Routing;
using Weir.Proxy.Upstreams;
using Weir.Settings;
using Weir.Storage.Routing;
using Weir.Upstreams;

namespace Weir.ModelRoutes;

/// <summary>
/// What settings and database say together. The settings come first, then the database by age; where both have the same name the settings
/// count.
/// </summary>
/// <param name="Config">What is to be in force.</param>
/// <param name="Complaints">What an administrator should look after, a sentence each.</param>
internal sealed record MergedRouting(RoutingConfig Config, ImmutableArray<string> Complaints)
{
    /// <param name="settings">What the operator wrote.</param>
    /// <param name="upstreams">Upstreams of the database, the oldest first.</param>
    /// <param name="routes">Routes of the database, the oldest first.</param>
    /// <param name="keys">Opens the keys of upstreams.</param>
    public static MergedRouting Of(WeirSettings settings, IReadOnlyList<StoredUpstream> upstreams, IReadOnlyList<StoredRoute> routes, UpstreamKeys keys)
    {
        var complaints = ImmutableArray.CreateBuilder<string>();
        var allUpstreams = settings.Upstreams.ToBuilder();
        foreach (var stored in upstreams)
        {
            if (settings.Upstreams.Any(upstream => UpstreamRules.SameName(upstream.Name, stored.Name)))
            {
                complaints.Add($"The upstream \"{stored.Name}\" of the database is not used: the settings have one of this name. Rename one of them.");
                continue;
            }

            var config = StoredUpstreams.ToConfig(stored, keys);
            allUpstreams.Add(config);
            if (StoredUpstreams.HasLostKey(stored, config))
            {
                complaints.Add($"The key of the upstream \"{stored.Name}\" cannot be read: the key ring it was protected with is gone. Enter the key again.");
            }
        }

        var allRoutes = settings.Routes.ToBuilder();
        foreach (var stored in routes)
        {
            if (settings.Routes.Any(route => ModelPattern.IsSame(route.Pattern, stored.Pattern)))
            {
                complaints.Add($"The route \"{stored.Pattern}\" of the database is not used: the settings have one of this pattern. Remove one of them.");
                continue;
            }

            allRoutes.Add(new(stored.Pattern, stored.Spread, [.. stored.Targets]));
        }

        complaints.AddRange(Dangling(allUpstreams, allRoutes));
        return new(new(allUpstreams.ToImmutable(), allRoutes.ToImmutable()), complaints.ToImmutable());
    }

    private static IEnumerable<string> Dangling(IReadOnlyCollection<UpstreamConfig> upstreams, IReadOnlyCollection<RouteConfig> routes) =>
        from route in routes
        from target in route.Targets
        where upstreams.All(upstream => upstream.Name != target.Upstream)
        select $"The route \"{route.Pattern}\" names the upstream \"{target.Upstream}\", which does not exist: that target is passed over until it does.";
}
