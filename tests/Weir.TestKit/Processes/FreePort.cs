using System.Net;
using System.Net.Sockets;

namespace Weir.TestKit.Processes;

/// <summary>A port of this machine that nobody listens on.</summary>
internal static class FreePort
{
    /// <summary>Free now; nothing holds it until the process does that it is for.</summary>
    public static int Find()
    {
        using var probe = new Socket(SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
