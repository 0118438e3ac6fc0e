namespace Weir.Storage.Model;

/// <summary>
/// Counts the changes of what processes cache: this process's own as they are committed, and others' as the
/// <see cref="ConfigVersionWatcher"/> hears of them. What was cached under an older count is stale.
/// </summary>
public sealed class ConfigChanges
{
    private long _count;

    // Continuations run elsewhere: whoever announces may hold the write gate's turn.
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Count => Volatile.Read(ref _count);

    /// <summary>Called after the commit: a cache filled before it must not be taken for a newer one.</summary>
    public void Announce()
    {
        Interlocked.Increment(ref _count);
        Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    /// <summary>Completes when the count is above the one that was seen, at once if it is already.</summary>
    public Task WhenPastAsync(long seen, CancellationToken cancellationToken)
    {
        // Before the count: an announcement between the two then completes this very task.
        var next = Volatile.Read(ref _next).Task;
        return Count > seen ? Task.CompletedTask : next.WaitAsync(cancellationToken);
    }
}
