using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Weir.TestKit.Wire;

/// <summary>An HTTP client that sends exactly the bytes it is given and shows exactly the bytes that come back. One request at a time.</summary>
public sealed class RawClient : IDisposable
{
    private readonly Socket _socket;
    private readonly WireReader _wire;

    private RawClient(Socket socket)
    {
        _socket = socket;
        _wire = new(socket);
    }

    public static async Task<RawClient> ConnectAsync(Uri address, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(address.Host), address.Port), cancellationToken);
        return new(socket);
    }

    /// <summary>The bytes of an ordinary request: <c>host</c> and <c>content-length</c> are added to the headers given.</summary>
    public static byte[] Request(string method, string target, IEnumerable<(string Name, string Value)> headers, ReadOnlySpan<byte> body)
    {
        var head = new StringBuilder($"{method} {target} HTTP/1.1\r\nhost: 127.0.0.1\r\n");
        foreach (var (name, value) in headers)
        {
            head.Append($"{name}: {value}\r\n");
        }

        head.Append($"content-length: {body.Length}\r\n\r\n");
        return [.. Encoding.Latin1.GetBytes(head.ToString()), .. body];
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await _socket.SendAsync(bytes, cancellationToken)..];
        }
    }

    public Task SendAsync(string text, CancellationToken cancellationToken) => SendAsync(Encoding.Latin1.GetBytes(text), cancellationToken);

    /// <summary>Reads the head of the answer; throws when the peer closed or reset instead. Interim answers (1xx) are passed over.</summary>
    public async Task<RawAnswer> ReadHeadAsync(CancellationToken cancellationToken)
    {
        RawAnswer answer;
        do
        {
            var head = await _wire.ReadHeadAsync(cancellationToken) ?? throw new EndOfStreamException("The peer closed the connection instead of answering.");
            answer = new(head, _wire);
        }
        while (answer.Status is >= 100 and < 200);
        return answer;
    }

    /// <summary>Reads the answer to its end, however it ends.</summary>
    public async Task<RawAnswer> ReadAsync(CancellationToken cancellationToken)
    {
        var answer = await ReadHeadAsync(cancellationToken);
        await answer.ReadToEndAsync(cancellationToken);
        return answer;
    }

    /// <summary>Sends a request and reads its answer to the end.</summary>
    public async Task<RawAnswer> ExchangeAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        await SendAsync(request, cancellationToken);
        return await ReadAsync(cancellationToken);
    }

    /// <summary>True when the peer closes or resets without another byte.</summary>
    public async Task<bool> IsClosedByPeerAsync(CancellationToken cancellationToken) =>
        await _wire.WatchForCloseAsync().WaitAsync(cancellationToken);

    /// <summary>Ends the sending side only.</summary>
    public void FinishSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Goes away at once, with a reset.</summary>
    public void Abort()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Dispose();
    }

    public void Dispose() => _socket.Dispose();
}
