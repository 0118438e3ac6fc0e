using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Weir.TestKit.Processes;

/// <summary>A port of this machine for a process that is about to start.</summary>
internal static class FreePort
{
    /// <summary>Below what systems hand out to whoever asks for any port: a test's own server or connection never takes one of these.</summary>
    private const int First = 20_000;

    private const int End = 32_000;

    /// <summary>The same numbers of UDP, which nothing else uses, are this process's claims, so that no other one's tests take them meanwhile.</summary>
    private static readonly ConcurrentBag<Socket> Claims = [];

    /// <summary>Nobody listens on it, and nobody else who asks here gets it until this process ends.</summary>
    public static int Find()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, End);
            var claim = new Socket(SocketType.Dgram, ProtocolType.Udp);
            if (TryBind(claim, port))
            {
                Claims.Add(claim);
                using var probe = new Socket(SocketType.Stream, ProtocolType.Tcp);
                if (TryBind(probe, port))
                {
                    return port;
                }
            }
            else
            {
                claim.Dispose();
            }
        }
    }

    private static bool TryBind(Socket socket, int port)
    {
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return false;
        }
    }
}
