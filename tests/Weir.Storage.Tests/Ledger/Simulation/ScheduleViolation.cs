namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>The ledger did something that it must not, or left out what it must do.</summary>
internal sealed class ScheduleViolation(string message) : Exception(message);
