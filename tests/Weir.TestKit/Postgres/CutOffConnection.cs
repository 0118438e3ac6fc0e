using System.Net;
using System.Net.Sockets;

namespace Weir.TestKit.Postgres;

/// <summary>One connection through a <see cref="CutOff"/>: bytes go both ways until either end closes, or a test resets it.</summary>
internal sealed class CutOffConnection(Socket caller, Passage passage) : IDisposable
{
    private readonly Socket _server = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly CancellationTokenSource _reset = new();

    /// <summary>Returns when both directions have ended.</summary>
    public async Task RunAsync(int target)
    {
        try
        {
            await passage.WhenOpenAsync(_reset.Token);
            await _server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, target), _reset.Token);
            await Task.WhenAll(PumpAsync(caller, _server), PumpAsync(_server, caller));
        }
        catch (Exception end) when (IsEnd(end))
        {
            // A reset is what the test wanted, or passes on what the other end did.
            Reset();
        }
    }

    public void Reset()
    {
        _reset.Cancel();
        Abort(caller);
        Abort(_server);
    }

    public void Dispose()
    {
        caller.Dispose();
        _server.Dispose();
        // The source stays: a reset may come while the connection ends by itself.
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer, _reset.Token)) > 0)
            {
                await passage.WhenOpenAsync(_reset.Token);
                for (var sent = 0; sent < read;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), _reset.Token);
                }
            }

            await passage.WhenOpenAsync(_reset.Token);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception end) when (IsEnd(end))
        {
            // The other direction would wait for ever.
            Reset();
        }
    }

    private static bool IsEnd(Exception exception) => exception is SocketException or OperationCanceledException or ObjectDisposedException;

    /// <summary>Closes with RST instead of FIN.</summary>
    private static void Abort(Socket socket)
    {
        try
        {
            socket.LingerState = new(enable: true, seconds: 0);
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // Closed already.
        }

        socket.Close();
    }
}
