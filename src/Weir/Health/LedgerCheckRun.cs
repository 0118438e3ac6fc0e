using Weir.Storage.Ledger.Verification;
using Weir.Storage.Steps;

namespace Weir.Health;

/// <summary>One time that the ledger is added up anew: how far it is, and in the end what it found. Read from any thread while one works on it.</summary>
internal sealed class LedgerCheckRun(DateTimeOffset startedAt) : IStepProgress, IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly Lock _lock = new();
    private LedgerCheckAnswer _answer = new() { State = "running", StartedAt = startedAt, Done = 0, Total = 0 };

    public LedgerCheckAnswer Answer
    {
        get
        {
            lock (_lock)
            {
                return _answer;
            }
        }
    }

    public bool IsRunning => Answer.EndedAt is null;

    public CancellationToken Cancelled => _cancel.Token;

    public void Cancel() => _cancel.Cancel();

    public void Begin(string name, long total) => Change(answer => answer with { Step = name, Done = 0, Total = total });

    public void Advance(long count) => Change(answer => answer with { Done = answer.Done + count });

    public void End(LedgerReport report, DateTimeOffset at) => Change(answer => answer with
    {
        State = "done",
        EndedAt = at,
        Step = null,
        IsClean = report.IsClean,
        Entries = report.Entries,
        Pending = report.Pending,
        Windows = report.Windows,
        Faults = report.Faults,
        MoreFaults = report.MoreFaults,
    });

    public void EndCancelled(DateTimeOffset at) => Change(answer => answer with { State = "cancelled", EndedAt = at, Step = null });

    public void EndFailed(string problem, DateTimeOffset at) => Change(answer => answer with { State = "failed", EndedAt = at, Step = null, Problem = problem });

    public void Dispose() => _cancel.Dispose();

    private void Change(Func<LedgerCheckAnswer, LedgerCheckAnswer> change)
    {
        lock (_lock)
        {
            _answer = change(_answer);
        }
    }
}
