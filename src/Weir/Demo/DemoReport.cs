using Weir.Storage.Ledger.Verification;

namespace Weir.Demo;

/// <summary>What demonstration data was written.</summary>
/// <param name="Usernames">Of those who can sign in; the first is the administrator.</param>
/// <param name="Ledger">What adding all of it up has found.</param>
internal sealed record DemoReport(IReadOnlyList<string> Usernames, LedgerReport Ledger);
