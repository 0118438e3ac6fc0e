using System.Runtime.InteropServices;
using Weir.Accounting;
using Weir.TestKit.Ledgers;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>
/// The invariants of <see cref="LedgerInvariants"/> that look at all entries, from step to step: what is written never changes, so only attempts of
/// which something is new are looked at. At its end a schedule looks at everything once more.
/// </summary>
internal sealed class EntriesSoFar
{
    private readonly Dictionary<AttemptId, List<PlainEntry>> _ended = [];
    private readonly Dictionary<PlainWindowKey, PlainAmounts> _posted = [];
    private int _taken;

    /// <summary>Takes in what is new, and says what is wrong with all of it.</summary>
    /// <param name="ledger">What the database holds.</param>
    /// <param name="sent">All attempts of which something was sent.</param>
    /// <param name="reported">The last word on each attempt whose settlement has reached the ledger.</param>
    public IEnumerable<string> Take(LedgerSnapshot ledger, IReadOnlyCollection<AttemptId> sent, IReadOnlyDictionary<AttemptId, PlainSettlement> reported)
    {
        var faults = new List<string>();
        var news = new HashSet<AttemptId>();
        for (; _taken < ledger.Entries.Count; _taken++)
        {
            var entry = ledger.Entries[_taken];
            if (_ended.ContainsKey(entry.Attempt) != (entry.Kind == LedgerEntryKind.Correction))
            {
                faults.Add($"I3: {entry.Attempt} has an entry {entry.Kind} before it ended, or once more.");
            }

            news.Add(entry.Attempt);
            (CollectionsMarshal.GetValueRefOrAddDefault(_ended, entry.Attempt, out _) ??= []).Add(entry);

            foreach (var window in entry.Windows)
            {
                _posted[window] = _posted.GetValueOrDefault(window) + entry.Amounts;
            }
        }

        var open = new HashSet<AttemptId>();
        faults.AddRange(ledger.Open.Where(each => _ended.ContainsKey(each.Attempt) || !open.Add(each.Attempt)).Select(each => $"I3: {each.Attempt} is open, though it has ended or is open already."));
        faults.AddRange(sent.Where(attempt => !open.Contains(attempt) && !_ended.ContainsKey(attempt)).Select(attempt => $"I2: {attempt} was sent, and neither is open nor has ended."));
        var pending = PlainAmounts.ByWindow(ledger.Open.Select(each => (each.Windows, each.Reserved)));
        faults.AddRange(
            from window in ledger.Windows
            let sums = (Posted: _posted.GetValueOrDefault(window.Key).In(window.Unit), Pending: pending.GetValueOrDefault(window.Key).In(window.Unit))
            where window.Posted != sums.Posted || window.Pending != sums.Pending
            select $"I5: {window.Key} says {window.Posted} posted and {window.Pending} pending; its rows add up to {sums.Posted} and {sums.Pending}.");
        var changed = ledger with { Entries = [.. news.SelectMany(attempt => _ended[attempt])] };
        return faults
            .Concat(LedgerInvariants.Truth(changed, news.Where(reported.ContainsKey).ToDictionary(attempt => attempt, attempt => reported[attempt])))
            .Concat(LedgerInvariants.NoCosmetics(changed));
    }
}
