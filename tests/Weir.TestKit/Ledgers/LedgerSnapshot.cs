namespace Weir.TestKit.Ledgers;

/// <summary>
/// All that a ledger holds at one moment, taken from a <see cref="PlainLedger"/> or read from a store: <see cref="LedgerInvariants"/>
/// judges either.
/// </summary>
/// <param name="Windows">Windows of budgets that still are, each with the sums that the ledger itself keeps.</param>
/// <param name="Open">Reservations that are pending.</param>
/// <param name="Entries">In the order in which they were written.</param>
public sealed record LedgerSnapshot(IReadOnlyList<WindowSnapshot> Windows, IReadOnlyList<PlainReservation> Open, IReadOnlyList<PlainEntry> Entries);
