using Weir.Accounting;

namespace Weir.Storage.Ledger.Writing;

/// <summary>What one budget window holds, as the writer remembers it between commits.</summary>
internal sealed class WindowAccount(long id, BudgetTerms budget, WindowSpan span, long posted, long pending)
{
    public long Id { get; } = id;

    public BudgetTerms Budget { get; } = budget;

    public WindowSpan Span { get; } = span;

    public BudgetUnit Unit => Budget.Unit;

    public long? Cap => Budget.Cap;

    public long Posted { get; private set; } = posted;

    public long Pending { get; private set; } = pending;

    /// <summary>What the database holds: the condition under which it may be changed.</summary>
    public long DurablePosted { get; private set; } = posted;

    public long DurablePending { get; private set; } = pending;

    /// <summary>The room that admissions took, at the most at a time, beyond what it held when it was read; null when there was none.</summary>
    public long? Taken { get; private set; }

    public bool IsChanged => Posted != DurablePosted || Pending != DurablePending;

    public WindowState State => new(Cap, Posted, Pending, Budget.WhenShort, Budget.Unit);

    /// <summary>Invariant I1: no admission makes a window hold more than its cap.</summary>
    public void Admit(long amount)
    {
        Pending = checked(Pending + amount);
        if (amount < 0 || Posted + Pending > Cap)
        {
            throw new LedgerInvariantException(
                $"Window {Id} would hold {Posted} posted and {Pending} pending {Unit}, more than its cap of {Cap}.");
        }

        var taken = Posted - DurablePosted + (Pending - DurablePending);
        Taken = taken > Taken ? taken : Taken ?? taken;
    }

    public void Release(long amount)
    {
        Pending -= amount;
        if (amount < 0 || Pending < 0)
        {
            throw new LedgerInvariantException($"Window {Id} would hold {Pending} pending {Unit} after {amount} were released.");
        }
    }

    /// <param name="amount">Negative for a correction that lowers.</param>
    public void Post(long amount)
    {
        Posted = checked(Posted + amount);
        if (Posted < 0)
        {
            throw new LedgerInvariantException($"Window {Id} would hold {Posted} posted {Unit}.");
        }
    }

    public void MarkDurable()
    {
        DurablePosted = Posted;
        DurablePending = Pending;
    }
}
