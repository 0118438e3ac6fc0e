using System.Runtime.CompilerServices;

namespace Weir.Proxy.Dialects;

/// <summary>For each open bracket one bit: whether it is an object's. On the stack, so that a deep body costs no memory.</summary>
internal struct DepthStack
{
    public const int Capacity = 256;

    private Words _words;

    public int Depth { get; private set; }

    public readonly bool Peek() => (_words[(Depth - 1) >> 6] & (1UL << ((Depth - 1) & 63))) != 0;

    public void Push(bool isObject)
    {
        var bit = 1UL << (Depth & 63);
        ref var word = ref _words[Depth >> 6];
        word = isObject ? word | bit : word & ~bit;
        Depth++;
    }

    public void Pop() => Depth--;

    /// <summary>Room for <see cref="Capacity"/> bits.</summary>
    [InlineArray(Capacity / 64)]
    private struct Words
    {
        private ulong _first;
    }
}
