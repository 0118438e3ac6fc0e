using System.Net;

namespace Weir.Proxy.Upstreams;

/// <summary>How connections to upstreams are made and kept.</summary>
internal static class UpstreamConnections
{
    /// <summary>Stays below the minute after which load balancers commonly drop idle connections.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(50);

    /// <summary>So that a change of an upstream's address is followed.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    public static SocketsHttpHandler Create(UpstreamConfig config) => new()
    {
        // A redirect could lead the upstream's key anywhere, a cookie of one caller must not reach another, and bytes pass as they are.
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        // Only what the settings say leads out of here, not the environment of the process.
        UseProxy = false,
        // Trace headers of a caller are the caller's own; Weir adds none to the wire.
        ActivityHeadersPropagator = null,
        ConnectTimeout = config.ConnectTimeout,
        PooledConnectionIdleTimeout = Idle,
        PooledConnectionLifetime = Lifetime,
        EnableMultipleHttp2Connections = true,
        // Draining belongs to metering, which knows what an answer may still cost.
        MaxResponseDrainSize = 0,
        MaxResponseHeadersLength = 64,
    };
}
