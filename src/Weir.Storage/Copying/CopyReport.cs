using Weir.Storage.Ledger.Verification;

namespace Weir.Storage.Copying;

/// <summary>What was copied.</summary>
/// <param name="Tables">How many tables.</param>
/// <param name="Rows">How many rows in all of them.</param>
/// <param name="Ledger">What a look through the copy's whole ledger found.</param>
public sealed record CopyReport(int Tables, long Rows, LedgerReport Ledger);
