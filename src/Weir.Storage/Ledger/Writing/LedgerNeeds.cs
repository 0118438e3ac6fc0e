using Weir.Accounting;

namespace Weir.Storage.Ledger.Writing;

/// <summary>What the commands of one commit will ask the store for. Reused from one commit to the next.</summary>
internal sealed class LedgerNeeds
{
    /// <summary>Attempts whose reservations are ended or changed.</summary>
    public HashSet<AttemptId> Attempts { get; } = [];

    /// <summary>Attempts whose entries are corrected.</summary>
    public HashSet<AttemptId> Corrected { get; } = [];

    /// <summary>Budgets that admissions look at.</summary>
    public HashSet<BudgetId> Budgets { get; } = [];

    /// <summary>
    /// True when what the store holds must be read and kept from others before anything is decided. Else a store may take for true what it
    /// remembers of windows, and have it checked by the commit.
    /// </summary>
    public bool IsExact { get; set; }

    /// <summary>The moments that they are looked at for lie between these.</summary>
    public DateTimeOffset Earliest { get; private set; }

    public DateTimeOffset Latest { get; private set; }

    public void Add(IEnumerable<BudgetId> budgets, DateTimeOffset at)
    {
        Budgets.UnionWith(budgets);
        Earliest = at < Earliest ? at : Earliest;
        Latest = at > Latest ? at : Latest;
    }

    public void Clear()
    {
        Attempts.Clear();
        Corrected.Clear();
        Budgets.Clear();
        IsExact = false;
        Earliest = DateTimeOffset.MaxValue;
        Latest = DateTimeOffset.MinValue;
    }
}
