namespace Weir.Proxy.Routing;

/// <summary>One place where a route's model is served.</summary>
/// <param name="Upstream">The upstream's name.</param>
/// <param name="Model">The model's name there; null: as the caller named it.</param>
/// <param name="Weight">Its share where the route spreads by weight; 1 or more.</param>
public sealed record RouteTargetConfig(string Upstream, string? Model = null, int Weight = 1);
