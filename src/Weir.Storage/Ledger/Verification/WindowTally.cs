using System.Runtime.InteropServices;
using Weir.Accounting;
using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Ledger.Verification;

/// <summary>Adds up entries and reservations by budget window, and keeps what is wrong with them.</summary>
internal sealed class WindowTally
{
    private readonly Dictionary<long, BudgetUnit> _units = [];
    private readonly Dictionary<long, (long Posted, long Pending)> _sums = [];
    private readonly List<string> _faults = [];
    private long _moreFaults;
    private long _entries;
    private long _pending;
    private int _windows;

    /// <summary>To be called for every window before anything else.</summary>
    public void Add(long window, BudgetUnit unit) => _units[window] = unit;

    public void Add(LedgerEntry entry)
    {
        _entries++;
        var total = entry.Input + entry.CacheRead + entry.CacheWrite5m + entry.CacheWrite1h + entry.Output;
        switch (entry.Kind)
        {
            case LedgerEntryKind.Voided when total != 0:
                Fault($"Entry {entry.Id} is voided but counts {total} tokens.");
                break;
            case LedgerEntryKind.Posted when entry.Overrun != Math.Max(0, total - entry.Reserved):
                Fault($"Entry {entry.Id} counts {total} tokens with {entry.Reserved} set aside, but says {entry.Overrun} are overrun.");
                break;
        }

        var known = 0;
        for (var i = 0; i < WindowShares.CountIds(entry.Windows); i++)
        {
            var window = WindowShares.Id(entry.Windows, i);
            if (_units.TryGetValue(window, out var unit))
            {
                Sum(window).Posted += entry.Weight.In(unit);
                known++;
            }
        }

        if (known == 0 && entry.Windows.Length > 0)
        {
            Fault($"Entry {entry.Id} names windows of which none exists; that of its user's own budget cannot be deleted.");
        }
    }

    public void Add(Reservation reservation)
    {
        _pending++;
        for (var i = 0; i < WindowShares.Count(reservation.Windows); i++)
        {
            var (window, amount) = WindowShares.Share(reservation.Windows, i);
            if (!_units.TryGetValue(window, out var unit))
            {
                // Its budget was deleted while the attempt was open.
                continue;
            }

            Sum(window).Pending += amount;
            if (amount != reservation.Weight.In(unit))
            {
                Fault($"Reservation {reservation.Id} set {amount} aside in window {window}, but weighs {reservation.Weight.In(unit)} {unit}.");
            }
        }
    }

    /// <summary>I5: a window holds the sum of its entries, and of its open reservations. To be called after everything was added.</summary>
    public void Compare(BudgetWindow window)
    {
        _windows++;
        _sums.Remove(window.Id, out var sum);
        if (window.Posted != sum.Posted)
        {
            Fault($"Window {window.Id} holds {window.Posted} posted tokens; its entries add up to {sum.Posted}.");
        }

        if (window.Pending != sum.Pending)
        {
            Fault($"Window {window.Id} holds {window.Pending} pending tokens; its open reservations add up to {sum.Pending}.");
        }
    }

    public void Fault(string sentence)
    {
        if (_faults.Count < LedgerReport.MostFaults)
        {
            _faults.Add(sentence);
        }
        else
        {
            _moreFaults++;
        }
    }

    public LedgerReport Report() => new(_windows, _entries, _pending, _faults, _moreFaults);

    private ref (long Posted, long Pending) Sum(long window) => ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, window, out _);
}
