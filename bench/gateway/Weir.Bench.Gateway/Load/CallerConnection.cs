using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Weir.Bench.Gateway.Load;

/// <summary>One kept-open connection to a gateway that sends a request, reads its answer to the end, and so on. A bare socket: it must cost little.</summary>
internal sealed class CallerConnection : IDisposable
{
    private const int BufferSize = 64 * 1024;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
    private readonly Target _target;
    private readonly AnswerReader _reader;

    private CallerConnection(Target target)
    {
        _target = target;
        _reader = new AnswerReader(Tally);
    }

    public Tally Tally { get; } = new();

    public static async Task<CallerConnection> OpenAsync(Target target, CancellationToken cancellationToken)
    {
        var connection = new CallerConnection(target);
        await connection._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, target.Port), cancellationToken);
        return connection;
    }

    /// <param name="request">What is asked, for checking the answer.</param>
    /// <param name="bytes">The same as it goes over the wire.</param>
    /// <param name="start">When it is sent, or, at a constant rate, when it should have been.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    public async Task ExchangeAsync(BenchRequest request, ReadOnlyMemory<byte> bytes, long start, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await _socket.SendAsync(bytes, cancellationToken)..];
        }

        _reader.Begin(request);
        var firstByte = 0L;
        var filled = 0;
        while (!_reader.IsComplete)
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(filled), cancellationToken);
            if (read == 0)
            {
                throw new WrongAnswerException("The gateway closed the connection in the middle of an answer.");
            }

            firstByte = firstByte == 0 ? Stopwatch.GetTimestamp() : firstByte;
            filled += read;
            var taken = _reader.Read(_buffer.AsSpan(0, filled));
            _buffer.AsSpan(taken, filled - taken).CopyTo(_buffer);
            filled -= taken;
        }

        _target.OnAnswer();
        Tally.OnAnswer(start, firstByte, Stopwatch.GetTimestamp());
    }

    public void Dispose() => _socket.Dispose();
}
