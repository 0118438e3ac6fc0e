using Weir.Proxy.Dialects;
using Weir.Proxy.Routing;
using Weir.Proxy.Upstreams.Simulated;

namespace Weir.Proxy.Upstreams;

/// <summary>
/// The upstreams and routes in force. What is written can change at any time; exchanges that have begun go on with what they saw, and
/// health, line and learned models stay with an upstream whose address stays.
/// </summary>
public sealed class UpstreamCatalog
{
    private static readonly UpstreamConfig Simulated = new()
    {
        Name = "simulated",
        Kind = UpstreamKind.Simulated,
        BaseUrl = new("http://simulated.invalid"),
        Dialects = [Dialect.Anthropic],
        IsPrivate = false,
        WhenClientGone = ClientGonePolicy.Drain,
    };

    private readonly Lock _lock = new();
    private readonly UpstreamConnections _connections;
    private readonly TimeProvider _time;
    private CatalogSnapshot _current = new([], []);

    internal UpstreamCatalog(ProxySettings settings, UpstreamConnections connections, TimeProvider time)
    {
        _connections = connections;
        _time = time;
        Apply(settings.Routing);
    }

    internal CatalogSnapshot Current => Volatile.Read(ref _current);

    /// <summary>Puts a configuration in force, at once and for every exchange that is yet to be routed.</summary>
    public void Apply(RoutingConfig config)
    {
        lock (_lock)
        {
            var before = _current;
            var configs = config.Upstreams.IsEmpty ? [Simulated] : config.Upstreams;
            Volatile.Write(ref _current, new([.. configs.Select(upstream => Keep(before.Find(upstream.Name), upstream))], config.Routes));
        }
    }

    /// <summary>
    /// Connections that no longer fit are let go of and not closed: an exchange that was routed to them may be about to send. Idle ones
    /// close by themselves.
    /// </summary>
    private Upstream Keep(Upstream? before, UpstreamConfig config) =>
        before is null || !before.Config.ConnectsAs(config) ? new Upstream(config, Handler(config))
        : before.Config.IsSameAs(config) ? before
        : before.With(config);

    internal HttpMessageHandler Handler(UpstreamConfig config) =>
        config.Kind == UpstreamKind.Simulated ? new SimulatedHandler(_time) : _connections.Create(config);
}
