using Weir.Accounting;

namespace Weir.Storage.Ledger.Writing;

/// <summary>
/// The budget windows that the writer remembers, so that a hot one is read once and written once per commit. Being remembered decides
/// nothing: each is written only if the database still holds what was read, or still has the room that was taken of it.
/// </summary>
internal sealed class WindowAccounts(ILedgerStore store)
{
    /// <summary>Bounded by memory (about 25 MB); beyond, all are forgotten between two commits and read again as needed.</summary>
    private const int Most = 100_000;

    private readonly Dictionary<BudgetId, BudgetTerms> _budgets = [];

    /// <summary>The one that was asked for last; within a day or a month that is the one of the next time, too.</summary>
    private readonly Dictionary<BudgetId, WindowAccount> _byBudget = [];

    private readonly Dictionary<long, WindowAccount> _byId = [];
    private readonly List<WindowAccount> _touched = [];

    /// <summary>The window of a budget that a moment belongs to, made when missing. Null when the budget was deleted after the caller was looked up.</summary>
    public WindowAccount? Of(BudgetId budget, DateTimeOffset at)
    {
        if (_byBudget.TryGetValue(budget, out var window) && window.Span.Contains(at))
        {
            return window;
        }

        if (!_budgets.TryGetValue(budget, out var terms))
        {
            if (store.FindBudget(budget) is not { } stored)
            {
                return null;
            }

            _budgets[budget] = terms = stored;
        }

        var found = store.FindWindow(terms, WindowSpan.Of(terms.Window, TimeZones.Find(terms.TimeZone), at));
        window = _byId.GetValueOrDefault(found.Id, found);
        _byId[window.Id] = window;
        _byBudget[budget] = window;
        return window;
    }

    /// <summary>Null when the window is gone, as its budget was deleted while the attempt was open.</summary>
    public WindowAccount? Of(long id)
    {
        if (!_byId.TryGetValue(id, out var window) && store.FindWindow(id) is { } found)
        {
            window = found;
            _byId[id] = window;
        }

        return window;
    }

    /// <summary>To be called with every window that is changed, so that <see cref="Write"/> finds it.</summary>
    public void Touch(WindowAccount window) => _touched.Add(window);

    /// <summary>Writes what changed, each window once.</summary>
    public void Write()
    {
        foreach (var window in _touched)
        {
            if (!window.IsChanged)
            {
                continue;
            }

            if (!store.TryWrite(window))
            {
                throw new LedgerInvariantException($"Window {window.Id} no longer holds what was read: somebody else wrote it.");
            }

            window.MarkDurable();
        }

        _touched.Clear();
    }

    public void Trim()
    {
        if (_byId.Count > Most)
        {
            Forget();
        }
    }

    public void Forget()
    {
        _budgets.Clear();
        _byBudget.Clear();
        _byId.Clear();
        _touched.Clear();
    }
}
