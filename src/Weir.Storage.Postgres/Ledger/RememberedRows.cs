using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Postgres.Ledger;

/// <summary>
/// What this process remembers of its last transactions: the windows they looked at, and its own open reservations. Others may have written since,
/// so being remembered decides nothing: a transaction that builds on it has the server check it (<see cref="Assumption"/>).
/// </summary>
internal sealed class RememberedRows(Guid replica)
{
    /// <summary>Bounded by memory (about 25 MB); beyond, all are forgotten and read again as needed.</summary>
    private const int MostWindows = 100_000;

    /// <summary>As many as there are open attempts, and those that others have posted meanwhile.</summary>
    private readonly Dictionary<AttemptId, Reservation> _open = [];

    private readonly Dictionary<long, WindowAccount> _windows = [];
    private readonly Dictionary<(BudgetId Budget, DateTimeOffset Start), WindowAccount> _windowsBySpan = [];

    /// <summary>Copies, as a transaction may come to nothing. False: not all that it needs is remembered.</summary>
    public bool TryGive(LedgerNeeds needs, FetchedRows rows)
    {
        foreach (var attempt in needs.Attempts)
        {
            if (!_open.TryGetValue(attempt, out var reservation) || !FetchedRows.WindowIds(reservation).All(id => TryGive(_windows.GetValueOrDefault(id), rows)))
            {
                return false;
            }

            rows.Add(reservation);
        }

        return rows.Spans(needs).TrueForAll(window => TryGive(_windowsBySpan.GetValueOrDefault((window.Budget.Id, window.Span.Start)), rows));
    }

    public void Forget(IEnumerable<AttemptId> attempts)
    {
        foreach (var attempt in attempts)
        {
            _open.Remove(attempt);
        }
    }

    /// <summary>As a transaction that is now durable has left them.</summary>
    public void Take(FetchedRows rows)
    {
        Forget(rows.Removed);
        foreach (var reservation in rows.Reservations)
        {
            if (reservation.State == ReservationState.Pending && reservation.ReplicaId == replica)
            {
                _open[new(reservation.Id)] = reservation;
            }
        }

        if (_windows.Count > MostWindows)
        {
            _windows.Clear();
            _windowsBySpan.Clear();
        }

        foreach (var window in rows.Windows)
        {
            _windows[window.Id] = _windowsBySpan[(window.Budget.Id, window.Span.Start)] = window;
        }
    }

    private static bool TryGive(WindowAccount? window, FetchedRows rows)
    {
        if (window is null)
        {
            return false;
        }

        rows.Add(new WindowAccount(window.Id, window.Budget, window.Span, window.Posted, window.Pending));
        return true;
    }
}
