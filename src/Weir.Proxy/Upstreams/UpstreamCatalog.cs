using Weir.Proxy.Upstreams.Simulated;

namespace Weir.Proxy.Upstreams;

/// <summary>The upstreams as configured, each with its connections.</summary>
internal sealed class UpstreamCatalog : IDisposable
{
    private readonly Upstream[] _upstreams;

    public UpstreamCatalog(ProxySettings settings, TimeProvider time)
    {
        if (settings.Upstreams.IsEmpty)
        {
            throw new ArgumentException("There must be an upstream; the simulated one stands in when none is configured.", nameof(settings));
        }

        _upstreams = [.. settings.Upstreams.Select(config => new Upstream(config, Handler(config, time)))];
    }

    /// <summary>The upstream of every model, as long as there is one alone.</summary>
    public Upstream Default => _upstreams[0];

    public void Dispose()
    {
        foreach (var upstream in _upstreams)
        {
            upstream.Dispose();
        }
    }

    private static HttpMessageHandler Handler(UpstreamConfig config, TimeProvider time) => config.Kind switch
    {
        UpstreamKind.Simulated => new SimulatedHandler(time),
        _ => UpstreamConnections.Create(config),
    };
}
