namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>How a commit of the simulated process came out.</summary>
internal enum PumpEnd
{
    Committed,

    /// <summary>The store failed.</summary>
    Failed,

    /// <summary>The process died.</summary>
    Dead,
}
