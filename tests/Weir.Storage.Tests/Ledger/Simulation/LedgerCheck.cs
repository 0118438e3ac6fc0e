using Weir.Accounting;
using Weir.Storage.Ledger.Verification;
using Weir.TestKit.Ledgers;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>Holds what the database keeps against the oracle and the invariants, step by step.</summary>
internal sealed class LedgerCheck(ISimulatedEngine engine, IReadOnlyDictionary<BudgetId, PlainBudget> budgets, LedgerOracle oracle)
{
    private readonly StoredLedger _stored = new(engine, budgets);
    private readonly EntriesSoFar _entries = new();
    private LedgerSnapshot _last = new([], [], []);

    /// <summary>The same, but for caps.</summary>
    private LedgerSnapshot? _lastRead;

    private int _lastSent;

    /// <summary>The caps of the step before are not those of this one.</summary>
    public void SetCap(BudgetId budget, long? cap) =>
        _last = _last with { Windows = [.. _last.Windows.Select(window => window.Key.Budget == budget ? window with { Cap = cap } : window)] };

    /// <summary>After each step.</summary>
    /// <param name="isPostedLast">
    /// True when something was posted after an admission, in the same commit: that may be more than was set aside, and then only the oracle
    /// can tell about the admission.
    /// </param>
    /// <param name="mustBeSame">True when nothing was to change: then, if surely nothing has, all that held before holds.</param>
    /// <param name="sent">All attempts of which something was sent.</param>
    /// <exception cref="ScheduleViolation">Something is wrong.</exception>
    public void Step(bool isPostedLast, bool mustBeSame, IReadOnlyCollection<AttemptId> sent)
    {
        var stored = _stored.Read();
        if (mustBeSame && ReferenceEquals(stored, _lastRead) && sent.Count == _lastSent)
        {
            return;
        }

        (_lastRead, _lastSent) = (stored, sent.Count);
        ThrowIfAny(SnapshotComparison.Differences(stored, oracle.Ledger.Snapshot(), _last.Entries.Count)
            .Concat(isPostedLast ? [] : LedgerInvariants.NoOverspend(_last, stored))
            .Concat(_entries.Take(stored, sent, oracle.Reported)));
        _last = stored;
    }

    /// <summary>Once everything has ended.</summary>
    /// <param name="sent">All attempts of which something was sent.</param>
    /// <exception cref="ScheduleViolation">Something is left, or wrong.</exception>
    public void End(IReadOnlyCollection<AttemptId> sent)
    {
        if (_last.Open.Count > 0 || _last.Windows.Any(window => window.Pending != 0))
        {
            throw new ScheduleViolation("Something is open, though everything has ended.");
        }

        var again = new StoredLedger(engine, budgets).Read();
        var report = new LedgerVerifier(engine.Contexts).VerifyAsync(CancellationToken.None).GetAwaiter().GetResult();
        ThrowIfAny(SnapshotComparison.Differences(again, oracle.Ledger.Snapshot(), 0)
            .Concat(LedgerInvariants.NothingLost(again, sent))
            .Concat(LedgerInvariants.Once(again))
            .Concat(LedgerInvariants.Truth(again, oracle.Reported))
            .Concat(LedgerInvariants.Conservation(again))
            .Concat(LedgerInvariants.NoCosmetics(again))
            .Concat(SumComparison.Differences(engine.Contexts))
            .Concat(report.Faults));
    }

    private static void ThrowIfAny(IEnumerable<string> faults)
    {
        if (faults.FirstOrDefault() is { } fault)
        {
            throw new ScheduleViolation(fault);
        }
    }
}
