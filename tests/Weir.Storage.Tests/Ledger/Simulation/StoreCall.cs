using Weir.Accounting;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>One call of the writer to its store. The oracle takes the order of things from it, and nothing else but what an admission granted.</summary>
/// <param name="Kind">What was asked.</param>
/// <param name="Attempt">Of which attempt.</param>
/// <param name="Output">The output of a reservation that was kept.</param>
/// <param name="At">The time of a heartbeat, or of the last sign of life.</param>
/// <param name="IsForced">A heartbeat that is written whether or not anything is open.</param>
internal readonly record struct StoreCall(StoreCallKind Kind, AttemptId Attempt, long Output = 0, DateTimeOffset At = default, bool IsForced = false);
