namespace Weir.Proxy.Dialects;

/// <summary>Where something stands in a body.</summary>
internal readonly record struct ByteRange(int Start, int Length)
{
    public bool IsEmpty => Length == 0;
}
