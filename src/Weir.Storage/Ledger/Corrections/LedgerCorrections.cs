using Weir.Proxy.Metering;
using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Ledger.Corrections;

/// <summary>Corrections by administrators. Each becomes a further entry of its attempt, and shifts the windows and sums of then.</summary>
public sealed class LedgerCorrections
{
    private readonly CommandQueue _queue;
    private readonly GroupCommit _commits;
    private readonly LedgerState _state;
    private readonly TimeProvider _time;

    internal LedgerCorrections(CommandQueue queue, GroupCommit commits, LedgerState state, TimeProvider time) =>
        (_queue, _commits, _state, _time) = (queue, commits, state, time);

    /// <summary>By this process's ledger, with its next commit.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger cannot be written now. Trying again corrects once at the most.</exception>
    public async Task<CorrectionResult> CorrectAsync(CorrectionRequest request, CancellationToken cancellationToken)
    {
        if (_state.Trouble is { } trouble)
        {
            throw new LedgerUnavailableException($"The ledger cannot be written now: {trouble}");
        }

        var command = new CorrectCommand(Checked(request), _time.GetUtcNow());
        if (!_queue.TryAdd(command))
        {
            command.Fail(new LedgerUnavailableException("The ledger takes no more work: it is stopping, or too much waits for it."));
        }

        return await command.Task.WaitAsync(cancellationToken);
    }

    /// <summary>By a process that keeps no ledger, while another may: that one sees the change before it writes again.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger cannot be written now.</exception>
    public Task<CorrectionResult> CorrectAloneAsync(CorrectionRequest request)
    {
        var command = new CorrectCommand(Checked(request), _time.GetUtcNow());
        _queue.Add(command);
        _commits.CommitNext();
        return command.Task;
    }

    private static CorrectionRequest Checked(CorrectionRequest request)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(request.Reason);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.Reason.Length, Correction.LongestReason);
        return request.Counts.IsInRange ? request : throw new ArgumentOutOfRangeException(nameof(request), request.Counts, "A count is out of range.");
    }
}
