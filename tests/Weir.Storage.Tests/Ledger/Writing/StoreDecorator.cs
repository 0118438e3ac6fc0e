using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Tests.Ledger.Writing;

/// <summary>A real store with something around its commits.</summary>
internal abstract class StoreDecorator(ILedgerStore inner) : ILedgerStore
{
    public ILedgerStore Inner => inner;

    public virtual bool Begin() => inner.Begin();

    public virtual void Commit() => inner.Commit();

    public virtual void Rollback() => inner.Rollback();

    public WindowAccount? FindWindow(BudgetId budget) => inner.FindWindow(budget);

    public WindowAccount? FindWindow(long id) => inner.FindWindow(id);

    public bool TryWrite(WindowAccount window) => inner.TryWrite(window);

    public long NameId(string text) => inner.NameId(text);

    public void Insert(Reservation reservation) => inner.Insert(reservation);

    public bool TryEnd(AttemptId attempt, Reservation ended) => inner.TryEnd(attempt, ended);

    public bool TryEndProvisional(AttemptId attempt) => inner.TryEndProvisional(attempt);

    public ShrunkReservation? TryShrink(AttemptId attempt, long input) => inner.TryShrink(attempt, input);

    public bool TryKeepProvisional(AttemptId attempt) => inner.TryKeepProvisional(attempt);

    public void Insert(LedgerEntry entry) => inner.Insert(entry);

    public LedgerEntry? FindEntries(AttemptId attempt) => inner.FindEntries(attempt);

    public IReadOnlyList<Reservation> ReadPending() => inner.ReadPending();

    public void DropProvisional(DateTimeOffset before) => inner.DropProvisional(before);

    public DateTimeOffset? ReadHeartbeat() => inner.ReadHeartbeat();

    public void WriteHeartbeat(DateTimeOffset at, bool always) => inner.WriteHeartbeat(at, always);

    public void Checkpoint() => inner.Checkpoint();

    public void Dispose() => inner.Dispose();
}
