using Weir.Accounting;
using Weir.TestKit.Ledgers;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>Holds what a store has against what it should have.</summary>
internal static class SnapshotComparison
{
    private static readonly IEqualityComparer<PlainEntry> EntryComparer = EqualityComparer<PlainEntry>.Create((one, other) => IsSame(one!, other!));

    /// <summary>Each a sentence that says what differs.</summary>
    /// <param name="stored">What the database holds.</param>
    /// <param name="right">What the oracle holds.</param>
    /// <param name="from">How many entries were compared before.</param>
    public static IEnumerable<string> Differences(LedgerSnapshot stored, LedgerSnapshot right, int from)
    {
        var windows = right.Windows.ToDictionary(window => window.Key);
        foreach (var window in stored.Windows)
        {
            // A refusal makes windows, too, which then hold nothing.
            var (posted, pending) = windows.Remove(window.Key, out var other) ? (other.Posted, other.Pending) : (0, 0);
            if (window.Posted != posted || window.Pending != pending)
            {
                yield return $"{window.Key} holds {window.Posted} posted and {window.Pending} pending {window.Unit}, and should {posted} and {pending}.";
            }
        }

        foreach (var key in windows.Keys)
        {
            yield return $"{key} is missing.";
        }

        var open = right.Open.ToDictionary(reservation => reservation.Attempt);
        foreach (var reservation in stored.Open)
        {
            if (!open.Remove(reservation.Attempt, out var other) || !IsSame(reservation, other))
            {
                yield return $"{reservation.Attempt} is open with {Of(reservation)}, and should be {(other is null ? "ended" : Of(other))}.";
            }
        }

        foreach (var attempt in open.Keys)
        {
            yield return $"{attempt} should be open.";
        }

        var (entries, expected) = (Sorted(stored, from), Sorted(right, from));
        if (!entries.SequenceEqual(expected, EntryComparer))
        {
            yield return $"New entries are [{string.Join("; ", entries.Select(Of))}], and should be [{string.Join("; ", expected.Select(Of))}].";
        }
    }

    private static bool IsSame(PlainReservation one, PlainReservation other) =>
        one.Output == other.Output && one.Reserved == other.Reserved && one.Windows.SequenceEqual(other.Windows);

    private static (long, string, PlainAmounts) Of(PlainReservation open) => (open.Output, Names(open.Windows), open.Reserved);

    private static (AttemptId, LedgerEntryKind, PlainAmounts, UsageSource, string, string) Of(PlainEntry entry) =>
        (entry.Attempt, entry.Kind, entry.Amounts, entry.Source, Names(entry.Windows), $"{entry.Overrun} over {entry.Reserved.In(BudgetUnit.Tokens)}");

    private static bool IsSame(PlainEntry one, PlainEntry other) =>
        one.Attempt == other.Attempt && one.Kind == other.Kind && one.Amounts == other.Amounts && one.Source == other.Source && one.Overrun == other.Overrun
        && one.Reserved.In(BudgetUnit.Tokens) == other.Reserved.In(BudgetUnit.Tokens) && one.Windows.SequenceEqual(other.Windows);

    /// <summary>Attempts in any order, as a process that died left them in none; the entries of one in theirs.</summary>
    private static PlainEntry[] Sorted(LedgerSnapshot ledger, int from) => [.. ledger.Entries.Skip(from).OrderBy(entry => entry.Attempt.Value)];

    private static string Names(IReadOnlyList<PlainWindowKey> windows) => string.Join(", ", windows);
}
