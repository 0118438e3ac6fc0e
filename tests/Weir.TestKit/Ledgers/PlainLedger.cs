using System.Numerics;
using Weir.Accounting;

namespace Weir.TestKit.Ledgers;

/// <summary>
/// Budgets, reservations and entries as a child could keep them: three lists. What is open is added up anew each time it is needed; entries never
/// change, so what they add up to is kept as they come. The oracle that the stores are held against; it keeps nobody waiting, but says who must.
/// </summary>
public sealed class PlainLedger
{
    private readonly Dictionary<BudgetId, PlainBudget> _budgets = [];
    private readonly List<PlainReservation> _open = [];
    private readonly List<PlainEntry> _entries = [];
    private readonly Dictionary<PlainWindowKey, PlainAmounts> _posted = [];

    /// <summary>Windows that ever admitted something.</summary>
    private readonly HashSet<PlainWindowKey> _windows = [];

    /// <summary>Attempts that ended, of which nothing needs to remain.</summary>
    private readonly HashSet<AttemptId> _ended = [];

    /// <summary>Attempts that were posted in place of a process that died, whose own settlement may still come.</summary>
    private readonly HashSet<AttemptId> _provisional = [];

    public IReadOnlyList<PlainReservation> Open => _open;

    public IReadOnlyList<PlainEntry> Entries => _entries;

    public void Add(PlainBudget budget) => _budgets.Add(budget.Id, budget);

    /// <summary>Deletes a budget: its windows are gone, what was used in them remains.</summary>
    public void Remove(BudgetId budget) => _budgets.Remove(budget);

    public void SetCap(BudgetId budget, long? cap) => _budgets[budget].Cap = cap;

    /// <summary>What ended attempts used in a window, in its budget's unit.</summary>
    public BigInteger Posted(PlainWindowKey window) => _posted.GetValueOrDefault(window).In(_budgets[window.Budget].Unit);

    /// <summary>What open attempts set aside in a window, in its budget's unit.</summary>
    public BigInteger Pending(PlainWindowKey window) =>
        PlainAmounts.Sum(_open.Where(open => open.Windows.Contains(window)).Select(open => open.Reserved)).In(_budgets[window.Budget].Unit);

    /// <summary>Decides an admission and, if it is granted, keeps it.</summary>
    /// <param name="request">What asks.</param>
    /// <param name="at">The instant of the admission, which decides about the windows.</param>
    /// <param name="lastChance">True when it may not wait.</param>
    public PlainAnswer Reserve(PlainRequest request, DateTimeOffset at, bool lastChance)
    {
        var answer = Answer(request, at, lastChance);
        if (answer.Verdict == ReserveVerdict.Granted)
        {
            var windows = WindowsOf(request, at);
            _windows.UnionWith(windows);
            _open.Add(new(request.Attempt, request.Replica, windows, answer.Output, PlainAmounts.Of(request.Demand, answer.Output)));
        }

        return answer;
    }

    /// <summary>What <see cref="Reserve"/> would answer, without keeping anything.</summary>
    public PlainAnswer Answer(PlainRequest request, DateTimeOffset at, bool lastChance)
    {
        var states = WindowsOf(request, at).Select(window =>
        {
            var budget = _budgets[window.Budget];
            return new PlainWindow(budget.Unit, budget.Cap, Posted(window), Pending(window), budget.Refuses);
        });

        return PlainDecision.Decide([.. states], request.Demand, request.Asked, request.Floor, lastChance);
    }

    /// <summary>The window of each budget that a request belongs to.</summary>
    public PlainWindowKey[] WindowsOf(PlainRequest request, DateTimeOffset at) => [.. request.Budgets.Select(budget => _budgets[budget].WindowAt(at))];

    /// <summary>Lowers what is set aside to a demand whose input the upstream has told; in a unit in which that is more, nothing changes.</summary>
    /// <returns>False when the attempt is not open.</returns>
    public bool Shrink(AttemptId attempt, PlainDemand demand)
    {
        var index = _open.FindIndex(open => open.Attempt == attempt);
        if (index < 0)
        {
            return false;
        }

        var open = _open[index];
        _open[index] = open with { Reserved = PlainAmounts.Smaller(open.Reserved, PlainAmounts.Of(demand, open.Output)) };
        return true;
    }

    /// <summary>
    /// Ends an attempt. One that was posted provisionally is corrected, once; one that has ended otherwise stays as it is.
    /// </summary>
    /// <returns>True when something changed.</returns>
    public bool Settle(PlainSettlement settlement)
    {
        if (_open.Find(open => open.Attempt == settlement.Attempt) is { } reservation)
        {
            End(reservation, settlement);
            return true;
        }

        if (!_ended.Contains(settlement.Attempt))
        {
            throw new InvalidOperationException($"Attempt {settlement.Attempt} was never reserved.");
        }

        if (!_provisional.Remove(settlement.Attempt))
        {
            return false;
        }

        Correct(settlement);
        return true;
    }

    /// <summary>Posts what a process that died has left open, as far as it is known; its own settlement may still correct it.</summary>
    /// <param name="replica">The process.</param>
    /// <param name="known">What to post for each: the estimator's figure, or the whole reservation.</param>
    /// <returns>How many there were.</returns>
    public int Reap(string replica, Func<PlainReservation, PlainSettlement> known)
    {
        var left = _open.Where(open => open.Replica == replica).ToArray();
        foreach (var reservation in left)
        {
            End(reservation, known(reservation) with { Source = UsageSource.Provisional, WasSent = true, IsPosted = true });
            _provisional.Add(reservation.Attempt);
        }

        return left.Length;
    }

    /// <summary>From now on no settlement of its own corrects an attempt that was posted provisionally.</summary>
    /// <returns>False when one had, or it was not provisional.</returns>
    public bool Expire(AttemptId attempt) => _provisional.Remove(attempt);

    /// <summary>Brings an attempt that has entries to this, by an entry for the difference: an administrator's correction, or the estimator's later word.</summary>
    public void Correct(PlainSettlement settlement)
    {
        var before = _entries.Where(entry => entry.Attempt == settlement.Attempt).ToArray();
        var end = before[0];
        var overrun = Overrun(settlement.Amounts, end.Reserved);
        Add(end with
        {
            Kind = LedgerEntryKind.Correction,
            Amounts = settlement.Amounts - PlainAmounts.Sum(before.Select(entry => entry.Amounts)),
            Source = settlement.Source,
            Overrun = overrun - before.Aggregate(BigInteger.Zero, (sum, entry) => sum + entry.Overrun),
        });
    }

    public LedgerSnapshot Snapshot()
    {
        var pending = PlainAmounts.ByWindow(_open.Select(open => (open.Windows, open.Reserved)));
        return new(
            [.. _windows.Where(window => _budgets.ContainsKey(window.Budget)).Select(window =>
            {
                var budget = _budgets[window.Budget];
                return new WindowSnapshot(
                    window, budget.Unit, budget.Cap, Posted(window), pending.GetValueOrDefault(window).In(budget.Unit));
            })],
            [.. _open],
            [.. _entries]);
    }

    private void End(PlainReservation reservation, PlainSettlement settlement)
    {
        _open.Remove(reservation);
        _ended.Add(reservation.Attempt);
        if (settlement.WasSent)
        {
            Add(new PlainEntry(
                reservation.Attempt,
                settlement.IsPosted ? LedgerEntryKind.Posted : LedgerEntryKind.Voided,
                reservation.Windows,
                settlement.Amounts,
                settlement.Source,
                reservation.Reserved,
                Overrun(settlement.Amounts, reservation.Reserved)));
        }
    }

    private void Add(PlainEntry entry)
    {
        _entries.Add(entry);
        foreach (var window in entry.Windows)
        {
            _posted[window] = _posted.GetValueOrDefault(window) + entry.Amounts;
        }
    }

    private static BigInteger Overrun(PlainAmounts used, PlainAmounts reserved) =>
        BigInteger.Max(0, used.In(BudgetUnit.Tokens) - reserved.In(BudgetUnit.Tokens));
}
