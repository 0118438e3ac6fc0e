using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Weir.TestKit.Wire;

namespace Weir.TestKit.Upstreams;

/// <summary>
/// A server that imitates Anthropic on a real socket, byte by byte as scripts say, and keeps the truth about every token. It honours the
/// output cap always, and stops making tokens when its peer goes away.
/// </summary>
public sealed class FakeUpstream : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<UpstreamConnection, Task> _connections = new();
    private readonly ConcurrentQueue<Exception> _faults = new();
    private readonly Task _accepting;
    private long _received;

    /// <summary>Starts to listen at once, on a free port.</summary>
    public FakeUpstream(TimeProvider? time = null)
    {
        Time = time ?? TimeProvider.System;
        _listener.Start(backlog: 4096);
        Address = new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    /// <summary>Scheme, host and port.</summary>
    public Uri Address { get; }

    public TruthBook Book { get; } = new();

    /// <summary>How each request is answered. May be changed at any time; called on many threads at once.</summary>
    public Func<ReceivedRequest, Script> OnRequest { get; set; } = _ => new();

    /// <summary>When set, requests without this key are refused with 401.</summary>
    public string? RequiredKey { get; init; }

    /// <summary>Longer input is refused with 400.</summary>
    public long ContextWindow { get; init; } = 1_000_000;

    internal TimeProvider Time { get; }

    /// <summary>Takes no more connections: from now on connecting is refused. Open ones go on.</summary>
    public void StopListening() => _listener.Stop();

    /// <summary>Ends all connections. Throws what went wrong inside the upstream itself, so that a test can't miss it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections.Values);
        _listener.Dispose();
        _stopping.Dispose();
        if (!_faults.IsEmpty)
        {
            throw new AggregateException("The fake upstream failed.", _faults);
        }
    }

    internal ReceivedRequest Receive(HttpHead head, byte[] body, bool isWhole)
    {
        var request = new ReceivedRequest(Interlocked.Increment(ref _received), head, body, isWhole, Time.GetUtcNow());
        Book.Add(request);
        return request;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stopping.Token);
                socket.NoDelay = true;
                var connection = new UpstreamConnection(socket, this);
                // Added before it runs, so that removing itself comes after.
                var start = new TaskCompletionSource();
                _connections[connection] = ServeAsync(connection, start.Task);
                start.SetResult();
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Told to stop.
        }
    }

    private async Task ServeAsync(UpstreamConnection connection, Task start)
    {
        await start;
        try
        {
            await connection.RunAsync(_stopping.Token);
        }
        catch (Exception fault)
        {
            _faults.Enqueue(fault);
        }

        _connections.TryRemove(connection, out _);
    }
}
