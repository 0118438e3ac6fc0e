using Weir.Proxy.Routing;
using Weir.Upstreams;

namespace Weir.ModelRoutes;

/// <summary>A route as administrators see it.</summary>
/// <param name="Id">Of one in the settings <c>settings-</c> and its place there, from 0.</param>
/// <param name="Source"><c>settings</c> or <c>database</c>; only the latter can be changed here.</param>
/// <param name="Pattern">The name callers use, or the beginning of names and a star.</param>
/// <param name="Spread"><c>ordered</c> or <c>weighted</c>.</param>
/// <param name="Targets">Where the model is served.</param>
public sealed record RouteAnswer(string Id, string Source, string Pattern, string Spread, List<TargetAnswer> Targets)
{
    public static RouteAnswer Of(string id, string source, string pattern, RouteSpread spread, IEnumerable<RouteTargetConfig> targets) =>
        new(id, source, pattern, UpstreamWords.Spreads.Word(spread), [.. targets.Select(target => new TargetAnswer(target.Upstream, target.Model, target.Weight))]);
}
