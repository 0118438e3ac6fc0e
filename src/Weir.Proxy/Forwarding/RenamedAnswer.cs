using Weir.Proxy.Metering;

namespace Weir.Proxy.Forwarding;

/// <summary>
/// An answer in which the model has the caller's name for it. Everything else passes byte for byte, in JSON, in lines of JSON and in
/// server-sent events alike. Only reading forward is possible.
/// </summary>
internal sealed class RenamedAnswer(Stream inner, string from, string to) : Stream
{
    private const int BufferSize = 8 * 1024;

    private readonly ModelRenamer _renamer = new(from, to);
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _taken;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_taken == _renamer.Written.Length)
        {
            _renamer.Clear();
            _taken = 0;
            var read = await inner.ReadAsync(_buffer, cancellationToken);
            if (read == 0)
            {
                _renamer.End();
                if (_renamer.Written.IsEmpty)
                {
                    return 0;
                }

                break;
            }

            _renamer.Write(_buffer.AsSpan(0, read));
        }

        var count = Math.Min(buffer.Length, _renamer.Written.Length - _taken);
        _renamer.Written.Span.Slice(_taken, count).CopyTo(buffer.Span);
        _taken += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Answers come asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
