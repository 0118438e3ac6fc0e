using System.Numerics;
using Weir.Accounting;

namespace Weir.TestKit.Ledgers;

/// <summary>What a ledger says that one window holds.</summary>
public sealed record WindowSnapshot(PlainWindowKey Key, BudgetUnit Unit, long? Cap, BigInteger Posted, BigInteger Pending);
