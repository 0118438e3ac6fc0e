using System.Collections.Immutable;
using Weir.Proxy.Routing;

namespace Weir.Proxy.Upstreams;

/// <summary>What administrators may know of the upstreams in force, and the question whether one answers.</summary>
public sealed class UpstreamOverview
{
    private readonly UpstreamCatalog _catalog;
    private readonly UpstreamWatch _watch;
    private readonly ModelLearning _learning;
    private readonly TimeProvider _time;

    internal UpstreamOverview(UpstreamCatalog catalog, UpstreamWatch watch, ModelLearning learning, TimeProvider time) =>
        (_catalog, _watch, _learning, _time) = (catalog, watch, learning, time);

    /// <summary>In the order of preference.</summary>
    public ImmutableArray<UpstreamStanding> All() => [.. _catalog.Current.Upstreams.Select(upstream => new UpstreamStanding(
        upstream.Name,
        upstream.Config.Kind,
        upstream.State.Health.IsOpen,
        upstream.State.Line.Inside,
        upstream.State.Line.Waiting,
        [.. upstream.State.Listing.Models.Select(model => model.Name)]))];

    /// <summary>The pattern of the route that a model takes; null when it takes none.</summary>
    public string? RouteOf(string model) => Router.RouteOf(_catalog.Current, model)?.Pattern;

    /// <summary>Asks all upstreams for their models, for whoever has just changed something: at most some seconds.</summary>
    public Task LookAsync(CancellationToken cancellationToken) => _watch.LookAsync(cancellationToken);

    /// <summary>Asks an upstream that need not be in force for its models, over connections of its own. Nothing is kept of it.</summary>
    public async Task<UpstreamTrial> TryAsync(UpstreamConfig config, CancellationToken cancellationToken)
    {
        using var handler = _catalog.Handler(config);
        var upstream = new Upstream(config, handler);
        var began = _time.GetTimestamp();
        var problem = await _learning.LearnAsync(upstream, cancellationToken);
        return new(problem, upstream.State.Listing.Models.Length, _time.GetElapsedTime(began));
    }
}
