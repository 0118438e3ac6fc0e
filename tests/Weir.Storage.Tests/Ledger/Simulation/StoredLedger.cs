using System.Numerics;
using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Writing;
using Weir.TestKit.Ledgers;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>What the database holds, in the oracle's words.</summary>
internal sealed class StoredLedger(ISimulatedEngine engine, IReadOnlyDictionary<BudgetId, PlainBudget> budgets)
{
    private readonly StoredRows _rows = new();
    private readonly Dictionary<long, PlainWindowKey> _keys = [];
    private readonly List<PlainEntry> _entries = [];
    private LedgerSnapshot _last = new([], [], []);

    /// <summary>Reads on: entries never change, so only new ones are read.</summary>
    /// <returns>The same as the last time when surely nothing was written since.</returns>
    public LedgerSnapshot Read()
    {
        if (!engine.Read(_rows))
        {
            return _last;
        }

        var windows = _rows.Windows.ConvertAll(window =>
        {
            var budget = budgets[new(window.BudgetId)];
            var key = _keys[window.Id] = budget.WindowAt(window.StartsAt);
            return new WindowSnapshot(key, budget.Unit, budget.Cap, window.Posted, window.Pending);
        });
        _entries.AddRange(_rows.Entries.Select(Plain));
        return _last = new(windows, _rows.Open.ConvertAll(Plain), [.. _entries]);
    }

    private PlainReservation Plain(Reservation open)
    {
        var windows = Enumerable.Range(0, WindowShares.Count(open.Windows)).Select(i => _keys[WindowShares.Share(open.Windows, i).Window]);
        return new(new(open.Id), "", [.. windows], open.Output, new(open.Input, open.Output, open.NanoDollars, 1));
    }

    private PlainEntry Plain(LedgerEntry entry)
    {
        var windows = Enumerable.Range(0, WindowShares.CountIds(entry.Windows)).Select(i => _keys[WindowShares.Id(entry.Windows, i)]);
        var weight = entry.Weight;
        return new(
            new(entry.AttemptId),
            entry.Kind,
            [.. windows],
            new(weight.InputTokens, weight.OutputTokens, weight.NanoDollars, weight.Requests),
            entry.Source,
            new(entry.Reserved, BigInteger.Zero, BigInteger.Zero, BigInteger.Zero),
            entry.Overrun);
    }
}
