using System.Net;
using System.Net.Sockets;

namespace Weir.Bench.Upstream;

/// <summary>
/// An upstream as fast as two cores allow: Anthropic's <c>POST /v1/messages</c>, JSON and streamed, on bare sockets. The request says what
/// comes back: as many chunks as <c>max_tokens</c>, as far apart as the model's name says (<see cref="WantedAnswer"/>).
/// </summary>
internal static class UpstreamEmulator
{
    private const int Backlog = 1024;

    public static async Task RunAsync(int port)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen(Backlog);
        var pacer = new StreamPacer();
        var pacing = pacer.RunAsync();
        await Console.Out.WriteLineAsync($"Listening on 127.0.0.1:{port}");
        while (!pacing.IsCompleted)
        {
            var socket = await listener.AcceptAsync();
            socket.NoDelay = true;
            // Ends with its connection, and with the process: nothing is kept that would have to be waited for.
            _ = new UpstreamConnection(socket, pacer).ServeAsync();
        }

        await pacing;
    }
}
