using System.Net;
using System.Net.Sockets;
using Weir.TestKit.Postgres;
using Xunit;

namespace Weir.Storage.Tests.TestKit;

public sealed class CutOffTests : IAsyncLifetime
{
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);

    private CutOff _cutOff = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _server.Start();
        _cutOff = new(((IPEndPoint)_server.LocalEndpoint).Port);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _cutOff.DisposeAsync();
        _server.Dispose();
    }

    [Fact]
    public async Task Bytes_Open_PassBothWaysAndTheEndToo()
    {
        var (caller, server) = await ConnectAsync();
        using (caller)
        using (server)
        {
            await AssertPassesAsync(caller, server);
            await AssertPassesAsync(server, caller);
            caller.Shutdown(SocketShutdown.Send);
            Assert.Equal(0, await server.ReceiveAsync(new byte[1], Cancellation));
            await AssertPassesAsync(server, caller);
        }
    }

    [Fact]
    public async Task Connections_Refused_AreResetAndNewOnesRefusedUntilRestored()
    {
        var (caller, server) = await ConnectAsync();
        _cutOff.Refuse();
        await AssertResetAsync(caller);
        await AssertResetAsync(server);
        using var next = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var refused = await Assert.ThrowsAsync<SocketException>(() => next.ConnectAsync(IPAddress.Loopback, _cutOff.Port, Cancellation).AsTask());
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);

        _cutOff.Restore();
        var (again, serverAgain) = await ConnectAsync();
        await AssertPassesAsync(again, serverAgain);
        again.Dispose();
        serverAgain.Dispose();
    }

    [Fact]
    public async Task Bytes_BlackHoled_WaitUntilRestored()
    {
        var (caller, server) = await ConnectAsync();
        using (caller)
        using (server)
        {
            _cutOff.BlackHole();
            await caller.SendAsync("a"u8.ToArray(), Cancellation);
            using var next = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await next.ConnectAsync(IPAddress.Loopback, _cutOff.Port, Cancellation);
            var arriving = server.ReceiveAsync(new byte[1], Cancellation).AsTask();
            var accepting = _server.AcceptSocketAsync(Cancellation).AsTask();
            await AssertHeldAsync(arriving, accepting);

            _cutOff.Restore();
            Assert.Equal(1, await arriving);
            (await accepting).Dispose();
        }
    }

    [Fact]
    public async Task Connections_Reset_AreGoneAndNewOnesPass()
    {
        var (caller, server) = await ConnectAsync();
        _cutOff.BlackHole();
        _cutOff.Reset();
        await AssertResetAsync(caller);
        await AssertResetAsync(server);
        _cutOff.Restore();

        var (again, serverAgain) = await ConnectAsync();
        await AssertPassesAsync(again, serverAgain);
        again.Dispose();
        serverAgain.Dispose();
    }

    [Fact]
    public async Task Server_Gone_ResetsTheCaller()
    {
        _server.Stop();
        using var caller = new Socket(SocketType.Stream, ProtocolType.Tcp);
        // So soon that connecting may hear of it already.
        var reset = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            await caller.ConnectAsync(IPAddress.Loopback, _cutOff.Port, Cancellation);
            await caller.ReceiveAsync(new byte[1], Cancellation);
        });
        Assert.Equal(SocketError.ConnectionReset, reset.SocketErrorCode);
    }

    private async Task<(Socket Caller, Socket Server)> ConnectAsync()
    {
        var caller = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await caller.ConnectAsync(IPAddress.Loopback, _cutOff.Port, Cancellation);
        return (caller, await _server.AcceptSocketAsync(Cancellation));
    }

    private static async Task AssertPassesAsync(Socket from, Socket to)
    {
        await from.SendAsync("w"u8.ToArray(), Cancellation);
        var received = new byte[1];
        Assert.Equal(1, await to.ReceiveAsync(received, Cancellation));
        Assert.Equal((byte)'w', received[0]);
    }

    private static async Task AssertResetAsync(Socket socket)
    {
        using (socket)
        {
            var reset = await Assert.ThrowsAsync<SocketException>(() => socket.ReceiveAsync(new byte[1], Cancellation).AsTask());
            Assert.Equal(SocketError.ConnectionReset, reset.SocketErrorCode);
        }
    }

    /// <summary>Nothing tells that nothing comes: for as long as many round trips on this machine take, it didn't.</summary>
    private static async Task AssertHeldAsync(params Task[] tasks)
    {
        var first = Task.WhenAny(tasks);
        await Assert.ThrowsAsync<TimeoutException>(() => first.WaitAsync(TimeSpan.FromMilliseconds(200), Cancellation));
    }
}
