using Weir.Storage.Ledger;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>The ledger's rows as they lie in the database.</summary>
internal sealed class StoredRows
{
    public List<BudgetWindow> Windows { get; } = [];

    /// <summary>Those that are pending.</summary>
    public List<Reservation> Open { get; } = [];

    /// <summary>Those that came since the last reading, oldest first.</summary>
    public List<LedgerEntry> Entries { get; } = [];

    /// <summary>Which state of the database these are of, where it tells; null before the first reading.</summary>
    public long? Version { get; set; }

    /// <summary>The youngest entry that was read.</summary>
    public long LastEntry { get; set; }
}
