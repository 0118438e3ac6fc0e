using System.Buffers.Binary;
using Weir.Accounting;

namespace Weir.Storage.Ledger.Histories;

/// <summary>
/// The budget windows of a history that is written at once instead of attempt by attempt: which windows an entry names, and what they add up to. A
/// budget has windows from the moment it was made.
/// </summary>
public sealed class HistoryWindows
{
    private readonly Dictionary<Guid, List<BudgetWindow>> _ofBudgets = [];
    private readonly List<(BudgetWindow Window, BudgetUnit Unit)> _all = [];

    /// <summary>All of them, by their numbers.</summary>
    public IEnumerable<BudgetWindow> All => _all.Select(each => each.Window);

    /// <summary>Those of one budget, in the order in which they were first used.</summary>
    public IReadOnlyList<BudgetWindow> Of(Guid budget) => _ofBudgets.TryGetValue(budget, out var windows) ? windows : [];

    /// <summary>What an entry keeps of the windows that its attempt is admitted to.</summary>
    public byte[] Admit(IReadOnlyList<Budget> budgets, DateTimeOffset admittedAt)
    {
        Span<byte> ids = stackalloc byte[Budget.MostPerAttempt * sizeof(long)];
        var count = 0;
        foreach (var budget in budgets)
        {
            if (budget.CreatedAt <= admittedAt)
            {
                BinaryPrimitives.WriteInt64LittleEndian(ids[(count++ * sizeof(long))..], Window(budget, admittedAt).Id);
            }
        }

        return ids[..(count * sizeof(long))].ToArray();
    }

    /// <summary>Adds what an entry weighs to its windows.</summary>
    public void Post(LedgerEntry entry)
    {
        var weight = entry.Weight;
        for (var i = 0; i < entry.Windows.Length; i += sizeof(long))
        {
            // Numbered from 1, without a gap.
            var (window, unit) = _all[(int)BinaryPrimitives.ReadInt64LittleEndian(entry.Windows.AsSpan(i)) - 1];
            window.Posted += weight.In(unit);
        }
    }

    private BudgetWindow Window(Budget budget, DateTimeOffset admittedAt)
    {
        if (!_ofBudgets.TryGetValue(budget.Id, out var windows))
        {
            _ofBudgets.Add(budget.Id, windows = []);
        }

        // Entries come about in the order of time: it is one of the last.
        for (var i = windows.Count - 1; i >= 0; i--)
        {
            if (windows[i].StartsAt <= admittedAt && !(admittedAt >= windows[i].EndsAt))
            {
                return windows[i];
            }
        }

        var span = WindowSpan.Of(budget.WindowKind, TimeZones.Find(budget.TimeZone), admittedAt);
        var window = new BudgetWindow { Id = _all.Count + 1, BudgetId = budget.Id, StartsAt = span.Start, EndsAt = span.End };
        windows.Add(window);
        _all.Add((window, budget.Unit));
        return window;
    }
}
