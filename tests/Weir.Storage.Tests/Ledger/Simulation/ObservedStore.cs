using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Writing;
using Weir.Storage.Tests.Ledger.Writing;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>A real store that fails, or takes its process with it, where a schedule says so; and that remembers what became durable.</summary>
internal sealed class ObservedStore(ILedgerStore inner) : StoreDecorator(inner)
{
    private readonly List<StoreCall> _calls = [];
    private bool _isDead;

    /// <summary>For the next transaction.</summary>
    public StoreFault Fault { get; set; }

    /// <summary>How many rows are written before a <see cref="StoreFault.DieBeforeCommit"/>, if so many are.</summary>
    public int RowsUntilDeath { get; set; }

    /// <summary>What happens between a commit and its being told.</summary>
    public Action? AfterCommit { get; set; }

    /// <summary>Of each transaction that only assumed what it worked on: whether it became durable, or was undone because it had erred.</summary>
    public List<string> Assumptions { get; } = [];

    /// <summary>The calls of all transactions that became durable since this was emptied.</summary>
    public List<StoreCall> Durable { get; } = [];

    public override bool Begin(LedgerNeeds needs)
    {
        ThrowIfDead();
        _calls.Clear();
        if (Fault == StoreFault.FailAtBegin)
        {
            Fail(isOutcomeUnknown: false);
        }

        return base.Begin(needs);
    }

    public override void Commit()
    {
        ThrowIfDead();
        switch (Fault)
        {
            case StoreFault.FailAtWrite or StoreFault.FailAtCommit:
                Fail(isOutcomeUnknown: false);
                break;
            case StoreFault.LoseCommit:
                Fail(isOutcomeUnknown: true);
                break;
            case StoreFault.DieBeforeCommit:
                Die();
                break;
        }

        CommitWhatIsSo();
        Durable.AddRange(_calls);
        _calls.Clear();
        switch (Fault)
        {
            case StoreFault.LoseWordOfCommit:
                Fail(isOutcomeUnknown: true);
                break;
            case StoreFault.DieAfterCommit:
                Die();
                break;
        }

        AfterCommit?.Invoke();
        AfterCommit = null;
    }

    /// <summary>A dead process takes nothing back: the database does so for it.</summary>
    public override void Rollback()
    {
        ThrowIfDead();
        _calls.Clear();
        base.Rollback();
    }

    public override void Insert(Reservation reservation)
    {
        Write(new(StoreCallKind.Insert, new(reservation.Id), reservation.Output));
        base.Insert(reservation);
    }

    public override bool TryEnd(AttemptId attempt, Reservation ended)
    {
        Write(new(StoreCallKind.End, attempt));
        return base.TryEnd(attempt, ended);
    }

    public override bool TryEndProvisional(AttemptId attempt)
    {
        Write(new(StoreCallKind.EndProvisional, attempt));
        return base.TryEndProvisional(attempt);
    }

    public override bool TryFind(AttemptId attempt, Reservation found)
    {
        Write(new(StoreCallKind.Find, attempt));
        return base.TryFind(attempt, found);
    }

    public override bool TryKeepProvisional(AttemptId attempt, DateTimeOffset abandonedAt)
    {
        Write(new(StoreCallKind.Keep, attempt, At: abandonedAt));
        return base.TryKeepProvisional(attempt, abandonedAt);
    }

    public override void WriteHeartbeat(DateTimeOffset at, bool always)
    {
        _calls.Add(new(StoreCallKind.Beat, default, At: at, IsForced: always));
        base.WriteHeartbeat(at, always);
    }

    public void ThrowIfDead()
    {
        if (_isDead)
        {
            throw new ProcessDiedException();
        }
    }

    private void CommitWhatIsSo()
    {
        var isAssuming = !IsExact;
        try
        {
            base.Commit();
        }
        catch (LedgerStoreException conflict) when (conflict.IsConflict && isAssuming)
        {
            Assumptions.Add("err");
            throw;
        }

        if (isAssuming)
        {
            Assumptions.Add("assume");
        }
    }

    private void Write(StoreCall call)
    {
        ThrowIfDead();
        _calls.Add(call);
        switch (Fault)
        {
            case StoreFault.FailAtWrite:
                Fail(isOutcomeUnknown: false);
                break;
            case StoreFault.DieBeforeCommit when --RowsUntilDeath < 0:
                Die();
                break;
        }
    }

    private void Fail(bool isOutcomeUnknown)
    {
        Fault = StoreFault.None;
        throw new LedgerStoreException("The simulated device fails.") { IsOutcomeUnknown = isOutcomeUnknown };
    }

    private void Die()
    {
        _isDead = true;
        throw new ProcessDiedException();
    }
}
