namespace Weir.Storage.Ledger.Writing;

/// <summary>All that commands work on within a transaction. Used by whoever has the queue's turn, one at a time.</summary>
internal sealed class LedgerBook
{
    private readonly List<LedgerCommand> _finished = [];
    private readonly LedgerNeeds _needs = new();

    public LedgerBook(ILedgerStore store, LedgerReplica replica, LedgerMetrics metrics)
    {
        Store = store;
        Replica = replica;
        Windows = new WindowAccounts(store);
        Admissions = new Admissions(this);
        Settlements = new Settlements(this, metrics);
        Corrections = new AttemptCorrections(this);
    }

    public ILedgerStore Store { get; }

    public LedgerReplica Replica { get; }

    public WindowAccounts Windows { get; }

    public Admissions Admissions { get; }

    public Settlements Settlements { get; }

    public AttemptCorrections Corrections { get; }

    /// <summary>What is to be completed by the commit.</summary>
    public IReadOnlyList<LedgerCommand> Finished => _finished;

    public void Finish(LedgerCommand command) => _finished.Add(command);

    /// <param name="batch">What is to be done.</param>
    /// <param name="isExact">True when more is to be done, of which nobody knows yet what it needs.</param>
    public void Begin(IReadOnlyList<LedgerCommand> batch, bool isExact = false)
    {
        _finished.Clear();
        _needs.Clear();
        _needs.IsExact = isExact;
        foreach (var command in batch)
        {
            command.Declare(_needs);
        }

        // Who waits in line may be admitted by what this commit frees.
        Admissions.Lines.Declare(_needs);
        if (Store.Begin(_needs))
        {
            // Somebody else wrote: a cap may be another.
            Windows.Forget();
            Admissions.Lines.WakeAll();
        }
    }

    public void Commit()
    {
        Admissions.ServeLines();
        Windows.Write();
        Settlements.WriteSums();
        Store.Commit();
        Settlements.Tell();
        Windows.Trim();
    }

    public void Rollback()
    {
        Store.Rollback();
        Settlements.Forget();
        Windows.Forget();
    }
}
