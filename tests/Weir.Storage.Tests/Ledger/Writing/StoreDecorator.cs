using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Tests.Ledger.Writing;

/// <summary>A real store with something around its commits.</summary>
internal abstract class StoreDecorator(ILedgerStore inner) : ILedgerStore
{
    public ILedgerStore Inner => inner;

    public virtual bool Begin(LedgerNeeds needs) => inner.Begin(needs);

    public virtual void Commit() => inner.Commit();

    public virtual void Rollback() => inner.Rollback();

    public BudgetTerms? FindBudget(BudgetId budget) => inner.FindBudget(budget);

    public WindowAccount FindWindow(BudgetTerms budget, WindowSpan span) => inner.FindWindow(budget, span);

    public WindowAccount? FindWindow(long id) => inner.FindWindow(id);

    public bool TryWrite(WindowAccount window) => inner.TryWrite(window);

    public long NameId(string text) => inner.NameId(text);

    public void Insert(Reservation reservation) => inner.Insert(reservation);

    public bool TryEnd(AttemptId attempt, Reservation ended) => inner.TryEnd(attempt, ended);

    public bool TryEndProvisional(AttemptId attempt) => inner.TryEndProvisional(attempt);

    public bool TryFind(AttemptId attempt, Reservation found) => inner.TryFind(attempt, found);

    public void Shrink(Reservation reservation) => inner.Shrink(reservation);

    public bool TryKeepProvisional(AttemptId attempt, DateTimeOffset abandonedAt) => inner.TryKeepProvisional(attempt, abandonedAt);

    public void Insert(LedgerEntry entry) => inner.Insert(entry);

    public LedgerEntry? FindEntries(AttemptId attempt) => inner.FindEntries(attempt);

    public void Add(UsageSum sum) => inner.Add(sum);

    public bool IsSureOfDeaths => inner.IsSureOfDeaths;

    public IReadOnlyList<(Reservation Reservation, DateTimeOffset LastBeat)> ReadAbandoned() => inner.ReadAbandoned();

    public IReadOnlyList<Reservation> ReadExpired(DateTimeOffset before) => inner.ReadExpired(before);

    public void DropHeartbeats(DateTimeOffset before) => inner.DropHeartbeats(before);

    public void WriteHeartbeat(DateTimeOffset at, bool always) => inner.WriteHeartbeat(at, always);

    public void Checkpoint() => inner.Checkpoint();

    public void Dispose() => inner.Dispose();
}
