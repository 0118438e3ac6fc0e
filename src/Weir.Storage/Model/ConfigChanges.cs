namespace Weir.Storage.Model;

/// <summary>
/// Counts the changes of what processes cache: this process's own as they are committed, and others' as the
/// <see cref="ConfigVersionWatcher"/> hears of them. What was cached under an older count is stale.
/// </summary>
public sealed class ConfigChanges
{
    private long _count;

    public long Count => Volatile.Read(ref _count);

    /// <summary>Called after the commit: a cache filled before it must not be taken for a newer one.</summary>
    public void Announce() => Interlocked.Increment(ref _count);
}
