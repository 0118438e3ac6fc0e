namespace Weir.Proxy.Tests.Forwarding;

/// <summary>In what pieces an answer comes.</summary>
internal static class Chunkings
{
    /// <summary>Of random sizes from 1 to below <paramref name="largest"/>.</summary>
    public static IEnumerable<int> Random(Random random, int largest)
    {
        while (true)
        {
            yield return random.Next(1, Math.Max(2, largest));
        }
    }

    /// <summary>All of one size.</summary>
    public static IEnumerable<int> Of(int size)
    {
        while (true)
        {
            yield return size;
        }
    }
}
