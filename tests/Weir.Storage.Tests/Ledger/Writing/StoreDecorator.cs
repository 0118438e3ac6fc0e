using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Corrections;
using Weir.Storage.Ledger.Retention;
using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Tests.Ledger.Writing;

/// <summary>A real store with something around its commits.</summary>
internal abstract class StoreDecorator(ILedgerStore inner) : ILedgerStore
{
    public ILedgerStore Inner => inner;

    public virtual bool Begin(LedgerNeeds needs) => inner.Begin(needs);

    public virtual void Commit() => inner.Commit();

    public virtual void Rollback() => inner.Rollback();

    public virtual BudgetTerms? FindBudget(BudgetId budget) => inner.FindBudget(budget);

    public virtual WindowAccount FindWindow(BudgetTerms budget, WindowSpan span) => inner.FindWindow(budget, span);

    public virtual WindowAccount? FindWindow(long id) => inner.FindWindow(id);

    public bool TryWrite(WindowAccount window) => inner.TryWrite(window);

    public long NameId(string text) => inner.NameId(text);

    public virtual void Insert(Reservation reservation) => inner.Insert(reservation);

    public virtual bool TryEnd(AttemptId attempt, Reservation ended) => inner.TryEnd(attempt, ended);

    public virtual bool TryEndProvisional(AttemptId attempt) => inner.TryEndProvisional(attempt);

    public virtual bool TryFind(AttemptId attempt, Reservation found) => inner.TryFind(attempt, found);

    public void Shrink(Reservation reservation) => inner.Shrink(reservation);

    public virtual bool TryKeepProvisional(AttemptId attempt, DateTimeOffset abandonedAt) => inner.TryKeepProvisional(attempt, abandonedAt);

    public virtual void Insert(LedgerEntry entry) => inner.Insert(entry);

    public long InsertCorrection(LedgerEntry entry, Correction correction) => inner.InsertCorrection(entry, correction);

    public LedgerEntry? FindEntries(AttemptId attempt) => inner.FindEntries(attempt);

    public void Add(UsageSum sum) => inner.Add(sum);

    public void Add(UsageTotal total) => inner.Add(total);

    public bool IsExact => inner.IsExact;

    public bool IsSureOfDeaths => inner.IsSureOfDeaths;

    public virtual IReadOnlyList<(Reservation Reservation, DateTimeOffset LastBeat)> ReadAbandoned() => inner.ReadAbandoned();

    public IReadOnlyList<Reservation> ReadExpired(DateTimeOffset before) => inner.ReadExpired(before);

    public void DropHeartbeats(DateTimeOffset before) => inner.DropHeartbeats(before);

    public virtual void WriteHeartbeat(DateTimeOffset at, bool always) => inner.WriteHeartbeat(at, always);

    public IRetentionStore Retention => inner.Retention;

    public void Checkpoint() => inner.Checkpoint();

    public void Dispose() => Close();

    protected virtual void Close() => inner.Dispose();
}
