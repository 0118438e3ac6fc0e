using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Weir.Settings;

namespace Weir.Hosting;

/// <summary>What the web server listens on, and the limits it holds.</summary>
internal static class ServerLimits
{
    /// <summary>Bodies of Weir's own endpoints; inference endpoints have their own limit.</summary>
    public const int OwnBody = 64 * 1024;

    /// <summary>Without it a bare line feed ends a header line, which proxies in front may read otherwise.</summary>
    private const string NoBareLineFeeds = "Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators";

    public static void Apply(KestrelServerOptions kestrel, WeirSettings settings)
    {
        AppContext.SetSwitch(NoBareLineFeeds, true);
        kestrel.AddServerHeader = false;
        kestrel.RequestHeaderEncodingSelector = static name => name == "Content-Length" ? DigitsEncoding.Instance : null!;

        var limits = kestrel.Limits;
        limits.MaxConcurrentConnections = settings.MaxConnections;
        limits.MaxRequestBodySize = OwnBody;
        // What is taken off the wire before anybody asked for it: a megabyte each by default, which a thousand callers would turn into a gigabyte.
        limits.MaxRequestBufferSize = 128 * 1024;
        limits.MaxRequestLineSize = 8 * 1024;
        limits.MaxRequestHeaderCount = 100;
        limits.MaxRequestHeadersTotalSize = 32 * 1024;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
        // A laptop that wakes up or a debugger that goes on finds its stream; who takes nothing for two minutes is gone.
        limits.MinResponseDataRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromMinutes(2));
        limits.MinRequestBodyDataRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(10));

        kestrel.Listen(new IPEndPoint(settings.Host, settings.Port));
    }
}
