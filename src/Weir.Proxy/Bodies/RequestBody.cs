using System.Buffers;
using System.Numerics;

namespace Weir.Proxy.Bodies;

/// <summary>A request body in one buffer, counted against <see cref="BodyMemory"/> until it is disposed.</summary>
internal sealed class RequestBody(BodyMemory memory) : IDisposable
{
    /// <summary>
    /// Larger buffers are left to the garbage collector: the pool would keep the few that come, of each size they grew through, uncounted
    /// and for good.
    /// </summary>
    private const int LargestPooled = 1024 * 1024;

    private byte[] _buffer = [];
    private int _counted;

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, Length);

    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, Length);

    /// <summary>Makes room for <paramref name="capacity"/> bytes in all; false when there is no memory left for it.</summary>
    public bool TryGrow(int capacity)
    {
        if (capacity <= _counted)
        {
            return true;
        }

        // The pool hands out powers of two: what it will give is what must be counted.
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)capacity);
        if (!memory.TryTake(size))
        {
            return false;
        }

        var larger = size <= LargestPooled ? ArrayPool<byte>.Shared.Rent(size) : GC.AllocateUninitializedArray<byte>(size);
        Span.CopyTo(larger);
        Release();
        _buffer = larger;
        _counted = size;
        return true;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Gives the buffer back. May be called early, when nothing can need the body again, and more than once.</summary>
    public void Dispose()
    {
        Release();
        Length = 0;
    }

    /// <summary>
    /// Lets go of the buffer without giving it to the pool: somebody may still read it, and must not find another caller's bytes.
    /// </summary>
    public void Abandon()
    {
        memory.Return(_counted);
        _buffer = [];
        _counted = 0;
        Length = 0;
    }

    private void Release()
    {
        if (_counted == 0)
        {
            return;
        }

        if (_counted <= LargestPooled)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        memory.Return(_counted);
        _buffer = [];
        _counted = 0;
    }
}
