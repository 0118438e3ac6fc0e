namespace Weir.Proxy.Admission.Rates;

/// <summary>
/// How many processes share the limits of rates. One, unless the store knows of others and says so. Each lets through its share, rounded up:
/// limits of rates are soft, and nobody shall be refused for a fraction.
/// </summary>
public sealed class LiveReplicas
{
    private int _count = 1;

    public int Count
    {
        get => Volatile.Read(ref _count);
        set => Volatile.Write(ref _count, Math.Max(1, value));
    }

    /// <summary>What this process lets through of a limit.</summary>
    public long ShareOf(long limit)
    {
        var count = Count;
        return (limit / count) + (limit % count == 0 ? 0 : 1);
    }
}
