using System.Net;
using System.Net.Sockets;

namespace Weir.Proxy.Upstreams;

/// <summary>How connections to upstreams are made and kept.</summary>
internal sealed class UpstreamConnections(NameResolution names)
{
    /// <summary>Stays below the minute after which load balancers commonly drop idle connections.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(50);

    /// <summary>So that a change of an upstream's address is followed.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    public SocketsHttpHandler Create(UpstreamConfig config) => new()
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
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, config, cancellationToken),
        PooledConnectionIdleTimeout = Idle,
        PooledConnectionLifetime = Lifetime,
        EnableMultipleHttp2Connections = true,
        // Draining belongs to metering, which knows what an answer may still cost.
        MaxResponseDrainSize = 0,
        MaxResponseHeadersLength = 64,
    };

    /// <summary>The addresses that were judged are the ones that are connected to: asking a second time could be answered otherwise.</summary>
    private async ValueTask<Stream> ConnectAsync(DnsEndPoint to, UpstreamConfig config, CancellationToken cancellationToken)
    {
        var addresses = await names.ResolveAsync(to.Host, cancellationToken);
        var allowed = Array.FindAll(addresses, address => AddressRules.Allow(address, config.IsPrivate));
        if (allowed.Length == 0)
        {
            throw new AddressRefusedException(addresses.Length == 0
                ? $"{to.Host} has no address."
                : $"{to.Host} leads to {addresses[0]}, where this upstream may not be. An address of this machine or of a private network needs the mark \"private\"; link-local and metadata addresses are never allowed.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, to.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
