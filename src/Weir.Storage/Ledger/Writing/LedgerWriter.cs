using Weir.Accounting;
using Weir.Proxy.Metering;

namespace Weir.Storage.Ledger.Writing;

/// <summary>
/// The ledger: callers put commands in a queue, and one at a time commits them in groups: a dedicated thread, or a caller that found it asleep. It takes no
/// work before <see cref="StartAsync"/>, and what is open may still end during <see cref="StopAsync"/>.
/// </summary>
/// <param name="commits">What the thread does.</param>
/// <param name="queue">What waits for it.</param>
/// <param name="state">Whether the store can be written.</param>
/// <param name="time">The store's own, since rows of several processes are compared by it.</param>
internal sealed class LedgerWriter(GroupCommit commits, CommandQueue queue, LedgerState state, TimeProvider time) : ILedger, IDisposable
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Thread? _thread;
    private ITimer? _heartbeat;
    private volatile HeartbeatCommand? _beat;
    private long _beats;

    private const string Stopped = "The ledger has stopped; the next start settles what is open.";

    private const string NoMoreWork = "The ledger takes no more work: it is stopping, or too much waits for it.";

    public DateTimeOffset Now => time.GetUtcNow();

    public Task<ReserveResult> ReserveAsync(ReserveRequest request, Settlement? superseded, CancellationToken cancellationToken)
    {
        var end = superseded is null ? null : Checked(superseded);
        ArgumentOutOfRangeException.ThrowIfNegative(request.Floor);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.Floor, request.AskedOutput);
        if (cancellationToken.IsCancellationRequested)
        {
            Add(end);
            return Task.FromCanceled<ReserveResult>(cancellationToken);
        }

        if (state.Trouble is { } trouble)
        {
            Add(end);
            return Task.FromException<ReserveResult>(InTrouble(trouble));
        }

        var command = new ReserveCommand(request, queue, time);
        command.Watch(cancellationToken);
        var isMyTurn = commits.TryTakeTurn();
        var (isEndAdded, isAdded) = end is null ? (true, queue.TryAdd(command)) : queue.TryAdd(end, command);
        if (isMyTurn)
        {
            commits.CommitInTurn();
        }

        if (!isEndAdded)
        {
            end!.Fail(new LedgerUnavailableException(Stopped));
        }

        if (!isAdded)
        {
            command.Fail(new LedgerUnavailableException(NoMoreWork));
        }

        return command.Task;
    }

    public Task<ReserveResult.Refused?> LookAsync(ReserveRequest request, CancellationToken cancellationToken)
    {
        if (state.Trouble is { } trouble)
        {
            return Task.FromException<ReserveResult.Refused?>(InTrouble(trouble));
        }

        var command = new LookCommand(request);
        if (!queue.TryAdd(command))
        {
            command.Fail(new LedgerUnavailableException(NoMoreWork));
        }

        return command.Task.WaitAsync(cancellationToken);
    }

    public void ShrinkInput(AttemptId attempt, long input, long fixedNanoDollars)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(input);
        ArgumentOutOfRangeException.ThrowIfNegative(fixedNanoDollars);
        queue.Add(new ShrinkCommand(attempt, input, fixedNanoDollars));
    }

    public Task SettleAsync(Settlement settlement)
    {
        var command = Checked(settlement);
        Add(command);
        return command.Task;
    }

    private static LedgerUnavailableException InTrouble(string trouble) => new($"The ledger cannot be written now: {trouble}");

    private void Add(SettleCommand? end)
    {
        if (end is null)
        {
            return;
        }

        var isMyTurn = commits.TryTakeTurn();
        if (!queue.Add(end))
        {
            end.Fail(new LedgerUnavailableException(Stopped));
        }

        if (isMyTurn)
        {
            commits.CommitInTurn();
        }
    }

    private static SettleCommand Checked(Settlement settlement)
    {
        var usage = settlement.Usage;
        ArgumentOutOfRangeException.ThrowIfNegative(usage.Input | usage.CacheRead | usage.CacheWrite5m | usage.CacheWrite1h | usage.Output);
        if (settlement.Kind == LedgerEntryKind.Correction || (settlement.Kind == LedgerEntryKind.Voided && usage != default))
        {
            throw new ArgumentException($"A settlement of kind {settlement.Kind} with {usage} is none.", nameof(settlement));
        }

        return new SettleCommand(settlement);
    }

    /// <summary>Settles what a dead process left open, then takes work. Completes when the first is done.</summary>
    public Task StartAsync()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "ledger" };
        _thread.Start();
        return _started.Task;
    }

    /// <summary>Completes when all that was queued is durable.</summary>
    public Task StopAsync()
    {
        queue.Close();
        return _thread is null ? Task.CompletedTask : _ended.Task;
    }

    public void Dispose()
    {
        queue.Close();
        _thread?.Join();
        _heartbeat?.Dispose();
    }

    /// <summary>While one still waits, as when the store hangs or the machine slept, another would only make the commit longer that brings it up to date.</summary>
    private void Beat()
    {
        if (_beat is not { IsWaiting: true })
        {
            _beat = new HeartbeatCommand(state, time, Interlocked.Increment(ref _beats));
            queue.Add(_beat);
        }
    }

    private void Run()
    {
        try
        {
            commits.Recover(time.GetUtcNow());
            _heartbeat = time.CreateTimer(_ => Beat(), null, HeartbeatCommand.Interval, HeartbeatCommand.Interval);
            _started.SetResult();
            commits.Run();
            _ended.SetResult();
        }
#pragma warning disable CA1031 // It goes to whoever starts or stops the ledger, and to all who wait for it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            commits.Abandon(failure);
            _started.TrySetException(failure);
            _ended.TrySetException(failure);
        }
    }
}
