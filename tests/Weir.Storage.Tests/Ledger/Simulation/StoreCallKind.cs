namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>What the writer asked of its store.</summary>
internal enum StoreCallKind
{
    /// <summary>To keep a reservation: an admission.</summary>
    Insert,

    /// <summary>To end a pending reservation: a settlement.</summary>
    End,

    /// <summary>To end a provisional one: a correction, or the end of waiting for it.</summary>
    EndProvisional,

    /// <summary>To read a pending one: a shrink.</summary>
    Find,

    /// <summary>To keep one as provisional: a dead process's.</summary>
    Keep,

    Beat,
}
