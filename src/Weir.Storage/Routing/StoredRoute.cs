using Weir.Proxy.Routing;

namespace Weir.Storage.Routing;

/// <summary>A route of a model that an administrator added, besides those of the settings.</summary>
public sealed class StoredRoute
{
    public Guid Id { get; set; }

    public required string Pattern { get; set; }

    public RouteSpread Spread { get; set; }

    /// <summary>In one column, as JSON: they are only ever read and written together.</summary>
    public required List<RouteTargetConfig> Targets { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
