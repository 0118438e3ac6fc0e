using System.Net;
using System.Net.Sockets;

namespace Weir.TestKit.Postgres;

/// <summary>
/// A way to a server on this machine that can be cut off: connections to <see cref="Port"/> lead to the server's own port until a test
/// says otherwise.
/// </summary>
public sealed class CutOff : IAsyncDisposable
{
    private readonly int _target;
    private readonly Lock _lock = new();
    private readonly HashSet<CutOffConnection> _connections = [];
    private readonly HashSet<Task> _running = [];
    private readonly Passage _passage = new();
    private Socket _listener = Bind(0);
    private bool _isListening;

    /// <param name="target">The server's own port at 127.0.0.1.</param>
    public CutOff(int target)
    {
        _target = target;
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        Restore();
    }

    /// <summary>The port at 127.0.0.1 by which to reach the server.</summary>
    public int Port { get; }

    /// <summary>Resets all connections and refuses new ones, as when the server's process is gone.</summary>
    public void Refuse()
    {
        lock (_lock)
        {
            _listener.Dispose();
            _isListening = false;
            // Bound and not listening: who connects is refused, and nobody else can take the port.
            _listener = Bind(Port);
        }

        Reset();
    }

    /// <summary>Lets nothing through in either direction and tells nobody, as when a cable is pulled. What is sent waits for <see cref="Restore"/>.</summary>
    public void BlackHole() => _passage.Close();

    /// <summary>Resets the connections there are, as a restart of something in between does.</summary>
    public void Reset()
    {
        CutOffConnection[] connections;
        lock (_lock)
        {
            connections = [.. _connections];
        }

        Array.ForEach(connections, connection => connection.Reset());
    }

    /// <summary>Lets everything pass again.</summary>
    public void Restore()
    {
        lock (_lock)
        {
            if (!_isListening)
            {
                _listener.Listen();
                _isListening = true;
                Follow(AcceptAsync(_listener));
            }
        }

        _passage.Open();
    }

    public async ValueTask DisposeAsync()
    {
        Refuse();
        Task[] running;
        lock (_lock)
        {
            _listener.Dispose();
            running = [.. _running];
        }

        await Task.WhenAll(running);
    }

    private static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // Connections that were accepted here have the port too, and must allow it to be bound again.
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            CutOffConnection connection;
            try
            {
                var caller = await listener.AcceptAsync();
                caller.NoDelay = true;
                connection = new(caller, _passage);
            }
            catch (Exception end) when (end is SocketException or ObjectDisposedException)
            {
                // Refusing, from now on.
                return;
            }

            lock (_lock)
            {
                _connections.Add(connection);
                Follow(ServeAsync(connection));
                if (listener != _listener)
                {
                    // Accepted while Refuse was at it.
                    connection.Reset();
                    return;
                }
            }
        }
    }

    private async Task ServeAsync(CutOffConnection connection)
    {
        // Off the lock that the caller holds.
        await Task.Yield();
        await connection.RunAsync(_target);
        lock (_lock)
        {
            _connections.Remove(connection);
        }

        connection.Dispose();
    }

    /// <summary>Keeps a task until it is done. To be called under the lock.</summary>
    private void Follow(Task task)
    {
        _running.RemoveWhere(other => other.IsCompletedSuccessfully);
        _running.Add(task);
    }
}
