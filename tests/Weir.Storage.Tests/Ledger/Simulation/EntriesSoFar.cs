using Weir.Accounting;
using Weir.TestKit.Ledgers;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>
/// The invariants of <see cref="LedgerInvariants"/> that look at all entries, from step to step: what is written never changes, so only what is new
/// is looked at. At its end a schedule looks at everything once more.
/// </summary>
internal sealed class EntriesSoFar
{
    private readonly HashSet<AttemptId> _ended = [];
    private readonly Dictionary<PlainWindowKey, PlainAmounts> _posted = [];
    private int _taken;

    /// <summary>Takes in what is new, and says what is wrong with all of it.</summary>
    public IEnumerable<string> Take(LedgerSnapshot ledger, IReadOnlyCollection<AttemptId> sent)
    {
        var faults = new List<string>();
        for (; _taken < ledger.Entries.Count; _taken++)
        {
            var entry = ledger.Entries[_taken];
            if (entry.Kind == LedgerEntryKind.Correction ? !_ended.Contains(entry.Attempt) : !_ended.Add(entry.Attempt))
            {
                faults.Add($"I3: {entry.Attempt} has an entry {entry.Kind} before it ended, or once more.");
            }

            foreach (var window in entry.Windows)
            {
                _posted[window] = _posted.GetValueOrDefault(window) + entry.Amounts;
            }
        }

        var open = new HashSet<AttemptId>();
        faults.AddRange(ledger.Open.Where(each => _ended.Contains(each.Attempt) || !open.Add(each.Attempt)).Select(each => $"I3: {each.Attempt} is open, though it has ended or is open already."));
        faults.AddRange(sent.Where(attempt => !open.Contains(attempt) && !_ended.Contains(attempt)).Select(attempt => $"I2: {attempt} was sent, and neither is open nor has ended."));
        var pending = PlainAmounts.ByWindow(ledger.Open.Select(each => (each.Windows, each.Reserved)));
        faults.AddRange(
            from window in ledger.Windows
            let sums = (Posted: _posted.GetValueOrDefault(window.Key).In(window.Unit), Pending: pending.GetValueOrDefault(window.Key).In(window.Unit))
            where window.Posted != sums.Posted || window.Pending != sums.Pending
            select $"I5: {window.Key} says {window.Posted} posted and {window.Pending} pending; its rows add up to {sums.Posted} and {sums.Pending}.");
        return faults;
    }
}
