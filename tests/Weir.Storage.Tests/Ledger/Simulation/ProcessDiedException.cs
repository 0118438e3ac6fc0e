namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>The simulated process is gone: not a line of it runs any more.</summary>
internal sealed class ProcessDiedException : Exception;
