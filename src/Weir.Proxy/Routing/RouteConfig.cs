using System.Collections.Immutable;

namespace Weir.Proxy.Routing;

/// <summary>What the operator wrote about a public model name: where it is served.</summary>
/// <param name="Pattern">A name; a <c>*</c> at its end fits any rest.</param>
/// <param name="Spread">How its targets share the work.</param>
/// <param name="Targets">At least one.</param>
public sealed record RouteConfig(string Pattern, RouteSpread Spread, ImmutableArray<RouteTargetConfig> Targets);
