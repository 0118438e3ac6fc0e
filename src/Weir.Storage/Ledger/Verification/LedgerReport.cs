namespace Weir.Storage.Ledger.Verification;

/// <summary>What a look through the whole ledger found.</summary>
/// <param name="Windows">Budget windows that were added up anew.</param>
/// <param name="Entries">Entries that were read.</param>
/// <param name="Pending">Reservations that are open.</param>
/// <param name="Faults">Each a sentence that says what is wrong; at most <see cref="MostFaults"/>.</param>
/// <param name="MoreFaults">How many more there are.</param>
public sealed record LedgerReport(int Windows, long Entries, long Pending, IReadOnlyList<string> Faults, long MoreFaults)
{
    /// <summary>One kind of damage repeats itself: the first of it tell enough.</summary>
    public const int MostFaults = 100;

    public bool IsClean => Faults.Count == 0;
}
