using System.Numerics;
using Weir.Accounting;

namespace Weir.TestKit.Ledgers;

/// <summary>A line of the ledger.</summary>
/// <param name="Attempt">The attempt that it is of.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Windows">The windows that it adds to.</param>
/// <param name="Amounts">What it adds; of a correction the difference.</param>
/// <param name="Source">Where the figures come from.</param>
/// <param name="Reserved">What was set aside when the attempt ended; the same on its corrections.</param>
/// <param name="Overrun">Tokens used beyond what was set aside; of a correction the difference.</param>
public sealed record PlainEntry(
    AttemptId Attempt,
    LedgerEntryKind Kind,
    IReadOnlyList<PlainWindowKey> Windows,
    PlainAmounts Amounts,
    UsageSource Source,
    PlainAmounts Reserved,
    BigInteger Overrun);
