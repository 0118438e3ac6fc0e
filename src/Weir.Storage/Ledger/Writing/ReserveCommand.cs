using Weir.Proxy.Metering;

namespace Weir.Storage.Ledger.Writing;

/// <summary>
/// An attempt that asks for its reservation. It is queued again whenever there is reason to look at it anew: its caller has left, or
/// its patience is over.
/// </summary>
internal sealed class ReserveCommand(ReserveRequest request, CommandQueue queue, TimeProvider time) : LedgerCommand
{
    /// <summary>Continuations run elsewhere: whoever commits has other callers to serve, or work of its own.</summary>
    private readonly TaskCompletionSource<ReserveResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CancellationTokenRegistration _watch;
    private ITimer? _patience;
    private volatile bool _isAbandoned;
    private volatile bool _isOutOfPatience;

    public ReserveRequest Request => request;

    public Task<ReserveResult> Task => _completion.Task;

    public bool IsDone => _completion.Task.IsCompleted;

    public bool IsAbandoned => _isAbandoned;

    public bool IsLastChance => _isOutOfPatience || request.Patience <= TimeSpan.Zero;

    /// <summary>Its place among all that ever asked; 0 before it was first looked at.</summary>
    public long Sequence { get; set; }

    /// <summary>The window in whose line it waits; null outside of all lines.</summary>
    public long? WaitsFor { get; set; }

    /// <summary>Decided, though not durable before the commit; null while undecided, and when abandoned.</summary>
    public ReserveResult? Answer { get; set; }

    /// <summary>To be called before it is queued, so that no cancellation is missed.</summary>
    public void Watch(CancellationToken cancellationToken) => _watch = cancellationToken.UnsafeRegister(
        static state =>
        {
            var command = (ReserveCommand)state!;
            command._isAbandoned = true;
            command.QueueAgain();
        },
        this);

    /// <summary>Counts from the moment it joins a line.</summary>
    public void StartPatience() => _patience ??= time.CreateTimer(
        static state =>
        {
            var command = (ReserveCommand)state!;
            command._isOutOfPatience = true;
            command.QueueAgain();
        },
        this,
        request.Patience,
        Timeout.InfiniteTimeSpan);

    public override void Declare(LedgerNeeds needs) => needs.Add(request.Budgets, request.AdmittedAt);

    public override void Apply(LedgerBook book) => book.Admissions.Consider(this);

    public override void Undo() => Answer = null;

    public override void Complete()
    {
        if (IsDone)
        {
            return;
        }

        Release();
        if (!_isAbandoned)
        {
            _completion.SetResult(Answer!);
            return;
        }

        if (Answer is ReserveResult.Granted)
        {
            // Its caller left while the row was being written: nothing will be sent for it.
            queue.Add(Unused());
        }

        _completion.SetCanceled(_watch.Token);
    }

    public override void Fail(Exception reason)
    {
        if (!IsDone)
        {
            Release();
            _completion.SetException(reason);
        }
    }

    /// <summary>Ends the reservation, for which nothing will be sent.</summary>
    public SettleCommand Unused() => new(SettleCommand.Unused(request, time.GetUtcNow()));

    private void Release()
    {
        _watch.Unregister();
        _patience?.Dispose();
    }

    private void QueueAgain() => queue.Add(this);
}
