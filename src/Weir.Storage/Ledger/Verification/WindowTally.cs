using System.Runtime.InteropServices;
using Weir.Accounting;
using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Ledger.Verification;

/// <summary>Adds up entries and reservations by budget window, and keeps what is wrong with them.</summary>
internal sealed class WindowTally
{
    private readonly Dictionary<long, (long Posted, long Pending)> _sums = [];
    private readonly List<string> _faults = [];
    private long _moreFaults;
    private long _entries;
    private long _pending;
    private int _windows;

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

        for (var i = 0; i < WindowAccounts.Count(entry.Windows); i++)
        {
            Sum(entry.Windows, i).Posted += total;
        }
    }

    public void Add(Reservation reservation)
    {
        _pending++;
        for (var i = 0; i < WindowAccounts.Count(reservation.Windows); i++)
        {
            Sum(reservation.Windows, i).Pending += reservation.Input + reservation.Output;
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

    public LedgerReport Report()
    {
        foreach (var window in _sums.Keys)
        {
            Fault($"Entries or reservations name window {window}, which does not exist.");
        }

        return new(_windows, _entries, _pending, _faults, _moreFaults);
    }

    private ref (long Posted, long Pending) Sum(byte[] windows, int index) =>
        ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, WindowAccounts.Id(windows, index), out _);
}
