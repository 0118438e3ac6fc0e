namespace Weir.Storage.Steps;

/// <summary>For work that nobody waits for at a terminal.</summary>
public sealed class NobodyWatches : IStepProgress
{
    public static NobodyWatches Instance { get; } = new();

    public void Begin(string name, long total)
    {
    }

    public void Advance(long count)
    {
    }
}
