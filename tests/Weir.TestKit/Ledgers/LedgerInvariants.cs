using System.Numerics;
using Weir.Accounting;

namespace Weir.TestKit.Ledgers;

/// <summary>The invariants of the accounting, each as a method that names what breaks it; nothing is broken when it names nothing.</summary>
public static class LedgerInvariants
{
    /// <summary>I1: no admission makes <c>posted + pending</c> of a window exceed its cap. Looks at one step; a lowered cap is a step of its own.</summary>
    public static IEnumerable<string> NoOverspend(LedgerSnapshot before, LedgerSnapshot after)
    {
        var admitted = after.Open.Where(open => before.Open.All(old => old.Attempt != open.Attempt)).SelectMany(open => open.Windows).ToHashSet();
        return
            from window in after.Windows
            where admitted.Contains(window.Key) && window.Posted + window.Pending > window.Cap
            select $"I1: {window.Key} admitted up to {window.Posted} posted and {window.Pending} pending with a cap of {window.Cap}.";
    }

    /// <summary>I2: what was sent is open, or has ended in exactly one entry.</summary>
    public static IEnumerable<string> NothingLost(LedgerSnapshot ledger, IEnumerable<AttemptId> sent)
    {
        var open = ledger.Open.Select(reservation => reservation.Attempt).ToHashSet();
        var ends = Ends(ledger).CountBy(entry => entry.Attempt).ToDictionary();
        return
            from attempt in sent
            where !open.Contains(attempt) && ends.GetValueOrDefault(attempt) != 1
            select $"I2: {attempt} was sent, isn't open, and has {ends.GetValueOrDefault(attempt)} entries that end it.";
    }

    /// <summary>I3: nothing ends twice, nothing that ended is open, and only what ended is corrected, afterwards.</summary>
    public static IEnumerable<string> Once(LedgerSnapshot ledger)
    {
        var ended = new HashSet<AttemptId>();
        foreach (var entry in ledger.Entries)
        {
            if (entry.Kind == LedgerEntryKind.Correction ? !ended.Contains(entry.Attempt) : !ended.Add(entry.Attempt))
            {
                yield return $"I3: {entry.Attempt} has an entry {entry.Kind} {(entry.Kind == LedgerEntryKind.Correction ? "before it ended" : "once more")}.";
            }
        }

        var seen = new HashSet<AttemptId>();
        foreach (var open in ledger.Open.Where(open => ended.Contains(open.Attempt) || !seen.Add(open.Attempt)))
        {
            yield return $"I3: {open.Attempt} is open, though it has ended or is open already.";
        }
    }

    /// <summary>I3 again: a settlement of what has ended changes nothing.</summary>
    public static IEnumerable<string> Unchanged(LedgerSnapshot before, LedgerSnapshot after)
    {
        var isSame = Same(before.Windows, after.Windows) && before.Open.Select(open => (open.Attempt, open.Reserved)).ToHashSet()
            .SetEquals(after.Open.Select(open => (open.Attempt, open.Reserved))) && before.Entries.Count == after.Entries.Count;
        return isSame ? [] : ["I3: a second settlement changed something."];
    }

    /// <summary>I4: what is posted for an attempt, corrections included, is what was reported of it.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="reported">The last word on each attempt whose settlement has reached the ledger.</param>
    public static IEnumerable<string> Truth(LedgerSnapshot ledger, IReadOnlyDictionary<AttemptId, PlainSettlement> reported)
    {
        var sums = new Dictionary<AttemptId, (PlainAmounts Sum, UsageSource? Last)>();
        foreach (var entry in ledger.Entries)
        {
            sums[entry.Attempt] = (sums.GetValueOrDefault(entry.Attempt).Sum + entry.Amounts, entry.Source);
        }

        foreach (var attempt in reported.Values)
        {
            var (sum, last) = sums.GetValueOrDefault(attempt.Attempt);
            if (attempt.WasSent && (sum != attempt.Amounts || last != attempt.Source))
            {
                yield return $"I4: {attempt.Attempt} reported {attempt.Amounts} ({attempt.Source}), its entries say {sum} ({last}).";
            }
        }
    }

    /// <summary>I5: a window holds the sum of its entries, and of its open reservations.</summary>
    public static IEnumerable<string> Conservation(LedgerSnapshot ledger)
    {
        var posted = PlainAmounts.ByWindow(ledger.Entries.Select(entry => (entry.Windows, entry.Amounts)));
        var pending = PlainAmounts.ByWindow(ledger.Open.Select(open => (open.Windows, open.Reserved)));
        return
            from window in ledger.Windows
            let sums = (Posted: posted.GetValueOrDefault(window.Key).In(window.Unit), Pending: pending.GetValueOrDefault(window.Key).In(window.Unit))
            where window.Posted != sums.Posted || window.Pending != sums.Pending
            select $"I5: {window.Key} says {window.Posted} posted and {window.Pending} pending; its rows add up to {sums.Posted} and {sums.Pending}.";
    }

    /// <summary>I6: the overrun that an attempt's entries record is what it used beyond its reservation.</summary>
    public static IEnumerable<string> NoCosmetics(LedgerSnapshot ledger) =>
        from attempt in ledger.Entries.GroupBy(entry => entry.Attempt)
        let used = PlainAmounts.Sum(attempt.Select(entry => entry.Amounts)).In(BudgetUnit.Tokens)
        let beyond = BigInteger.Max(0, used - attempt.First().Reserved.In(BudgetUnit.Tokens))
        let recorded = attempt.Aggregate(BigInteger.Zero, (sum, entry) => sum + entry.Overrun)
        where beyond != recorded
        select $"I6: {attempt.Key} used {beyond} tokens beyond its reservation, its entries record {recorded}.";

    private static IEnumerable<PlainEntry> Ends(LedgerSnapshot ledger) => ledger.Entries.Where(entry => entry.Kind != LedgerEntryKind.Correction);

    private static bool Same(IReadOnlyList<WindowSnapshot> one, IReadOnlyList<WindowSnapshot> other) => one.ToHashSet().SetEquals(other);
}
