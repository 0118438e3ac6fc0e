namespace Weir.TestKit.Postgres;

/// <summary>What bytes have to pass; it can be closed and opened any number of times.</summary>
internal sealed class Passage
{
    private TaskCompletionSource _open = Opened();

    public void Open() => Volatile.Read(ref _open).TrySetResult();

    public void Close()
    {
        var open = Volatile.Read(ref _open);
        if (open.Task.IsCompleted)
        {
            Interlocked.CompareExchange(ref _open, new(TaskCreationOptions.RunContinuationsAsynchronously), open);
        }
    }

    public Task WhenOpenAsync(CancellationToken cancellationToken) => Volatile.Read(ref _open).Task.WaitAsync(cancellationToken);

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }
}
