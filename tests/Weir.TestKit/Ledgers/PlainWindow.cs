using System.Numerics;
using Weir.Accounting;

namespace Weir.TestKit.Ledgers;

/// <summary>A budget window as <see cref="PlainDecision"/> sees it: numbers that can't overflow.</summary>
/// <param name="Unit">What the amounts count.</param>
/// <param name="Cap">Null where the budget only counts.</param>
/// <param name="Posted">What ended attempts used.</param>
/// <param name="Pending">What open ones set aside.</param>
/// <param name="Refuses">True when it takes all that is asked for or nothing.</param>
public sealed record PlainWindow(BudgetUnit Unit, long? Cap, BigInteger Posted, BigInteger Pending, bool Refuses);
