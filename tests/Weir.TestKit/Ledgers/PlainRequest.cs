using Weir.Accounting;

namespace Weir.TestKit.Ledgers;

/// <summary>An attempt that asks a <see cref="PlainLedger"/> for room.</summary>
/// <param name="Attempt">Its id.</param>
/// <param name="Replica">The process that keeps it: what it leaves open when it dies is reaped.</param>
/// <param name="Budgets">All of which must have room.</param>
/// <param name="Demand">What it can weigh.</param>
/// <param name="Asked">The output cap asked for.</param>
/// <param name="Floor">The least output worth granting.</param>
public sealed record PlainRequest(AttemptId Attempt, string Replica, IReadOnlyList<BudgetId> Budgets, PlainDemand Demand, long Asked, long Floor);
