using System.Collections.Immutable;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Routing;

/// <summary>Everything the operator wrote about where models are served, from settings and database together.</summary>
/// <param name="Upstreams">In the order of preference. None: the simulated one stands in.</param>
/// <param name="Routes">The first whose pattern fits counts, an exact name before any pattern.</param>
public sealed record RoutingConfig(ImmutableArray<UpstreamConfig> Upstreams, ImmutableArray<RouteConfig> Routes);
