using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Verification;
using Weir.Storage.Ledger.Writing;
using Weir.TestKit.Ledgers;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>One random run of callers, processes and a database, by its seed: what happens in it, and what must hold after every step.</summary>
internal sealed class LedgerSchedule : IDisposable
{
    private readonly ISimulatedEngine _engine;
    private readonly Func<ILedgerStore, ILedgerStore> _mutate;
    private readonly ScheduleRandom _random;
    private readonly StepCounts _counts;
    private readonly List<string> _trace = [];
    private readonly Dictionary<BudgetId, PlainBudget> _budgets;
    private readonly SimulatedClock _clock;
    private readonly LedgerOracle _oracle;
    private readonly StoredLedger _stored;
    private readonly Callers _callers;
    private LedgerSnapshot _last = new([], [], []);
    private SimulatedProcess _process;

    private LedgerSchedule(ISimulatedEngine engine, int seed, StepCounts counts, Func<ILedgerStore, ILedgerStore> mutate)
    {
        (_engine, _counts, _mutate) = (engine, counts, mutate);
        _random = new(seed);
        _clock = new(_random.NextStart());
        _budgets = _random.NextBudgets();
        _callers = new(_random, _clock, [.. _budgets.Values], Note);
        _oracle = new(_callers.Attempts, _clock);
        _stored = new(engine, _budgets);
        foreach (var budget in _budgets.Values)
        {
            _oracle.Ledger.Add(budget);
        }

        Prepare();
        _process = StartProcess();
    }

    /// <exception cref="ScheduleViolation">With everything that was done up to the first step that went wrong.</exception>
    public static void Run(ISimulatedEngine engine, int seed, int steps, StepCounts counts, Func<ILedgerStore, ILedgerStore> mutate)
    {
        using var schedule = new LedgerSchedule(engine, seed, counts, mutate);
        try
        {
            for (var step = 1; step <= steps; step++)
            {
                schedule._trace.Add($"\n{step,4}");
                counts.Steps++;
                schedule.Step();
            }

            schedule._trace.Add("\n end");
            schedule.Finish();
        }
#pragma warning disable CA1031 // Whatever it was, the schedule that led to it is what matters.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            var reason = failure is ScheduleViolation ? failure.Message : failure.ToString();
            throw new ScheduleViolation($"Seed {seed}: {reason}\nThe shortest prefix that fails:{string.Join(" ", schedule._trace)}");
        }
    }

    public void Dispose()
    {
        _process.Dispose();
        _callers.Dispose();
    }

    /// <summary>An empty ledger with this schedule's budgets: what another left is gone.</summary>
    private void Prepare()
    {
        using var context = _engine.Contexts.CreateDbContext();
        context.Database.ExecuteSqlRaw("""
            DELETE FROM reservations; DELETE FROM token_usage; DELETE FROM usage_sums; DELETE FROM budget_windows; DELETE FROM budgets; DELETE FROM heartbeats; DELETE FROM names
            """);
        context.Budgets.AddRange(_budgets.Values.Select(budget => new Budget
        {
            Id = budget.Id.Value,
            SubjectId = budget.Id.Value,
            Unit = budget.Unit,
            WindowKind = budget.Kind,
            TimeZone = budget.Zone.Id,
            Cap = budget.Cap,
            WhenShort = budget.Refuses ? ShortRoom.Refuse : ShortRoom.Lower,
            CreatedAt = _clock.Now,
        }));
        context.SaveChangesAsync().GetAwaiter().GetResult();
    }

    private void Step()
    {
        MoveClock();
        if (_random.Chance(2))
        {
            Note("cap");
            ChangeCap();
        }

        var fault = _random.NextFault();
        for (var commands = _random.NextCommands(); commands > 0; commands--)
        {
            _callers.Act(_process, fault == StoreFault.None);
        }

        if (_random.Chance(2))
        {
            Note("kill");
            Restart();
            return;
        }

        if (fault != StoreFault.None)
        {
            Note(fault.ToString());
        }

        Commit(fault);
    }

    private void Commit(StoreFault fault)
    {
        (_process.Store.Fault, _process.Store.RowsUntilDeath) = (fault, _random.Next(4));
        var end = _process.Pump();
        (_process.Store.Fault, _process.Store.AfterCommit) = (StoreFault.None, null);
        if (end == PumpEnd.Failed && fault is StoreFault.None)
        {
            throw new ScheduleViolation("The ledger is in trouble, and nothing has failed.");
        }

        Judge(end);
        if (end == PumpEnd.Dead)
        {
            Restart();
        }
    }

    private void MoveClock()
    {
        _clock.Advance(TimeSpan.FromMilliseconds(_random.Next(20_000)));
        if (_random.Chance(4))
        {
            Note("turn");
            _clock.Advance(_random.ToNextTurn(_clock.Now, [.. _budgets.Values]));
        }

        if (_random.Chance(3))
        {
            Note("clock step");
            _clock.Step = TimeSpan.FromHours(_random.Next(3) - 1);
        }
    }

    /// <summary>Another process writes.</summary>
    private void ChangeCap()
    {
        var budget = _random.Pick([.. _budgets.Values]);
        var cap = _random.NextCap(budget.Unit);
        _engine.SetCap(budget.Id, cap);
        _oracle.Ledger.SetCap(budget.Id, cap);
        // The caps of the step before are not those of this one.
        _last = _last with { Windows = [.. _last.Windows.Select(window => window.Key.Budget == budget.Id ? window with { Cap = cap } : window)] };
    }

    /// <summary>The process is gone, whatever it was about to do, and another takes its place on the same database.</summary>
    private void Restart()
    {
        _callers.Die(_oracle.Ledger);
        _process.Dispose();
        _engine.Bury(_process.Replica);
        _process = StartProcess();
        Check(_last);
    }

    private SimulatedProcess StartProcess()
    {
        while (true)
        {
            var process = new SimulatedProcess(_engine, _mutate, _clock);
            _oracle.Replica = process.Replica.Id.ToString();
            _oracle.IsSureOfDeaths = process.Store.IsSureOfDeaths;
            process.Store.Fault = _random.Chance(15) ? _random.Pick([StoreFault.DieBeforeCommit, StoreFault.DieAfterCommit]) : StoreFault.None;
            var end = process.Start();
            _oracle.Follow(process.Store.Durable, () => { });
            process.Store.Durable.Clear();
            process.Store.Fault = StoreFault.None;
            if (end == PumpEnd.Committed)
            {
                return process;
            }

            Note("die at start");
            process.Dispose();
            _engine.Bury(process.Replica);
        }
    }

    private void Judge(PumpEnd end)
    {
        var answers = end == PumpEnd.Dead ? [] : _callers.Answers();
        _oracle.Follow(_process.Store.Durable, () => answers.ForEach(answer => answer.Compare(_oracle, _budgets)));
        if (answers.Find(answer => !answer.IsRight) is { } wrong)
        {
            throw new ScheduleViolation(wrong.ToString());
        }

        if (end != PumpEnd.Dead)
        {
            _callers.Judge(end, _oracle.Ledger, _process.Store.Durable);
        }

        // What is posted after an admission, in the same commit, may be more than was set aside: then only the oracle can tell.
        var isPostedLast = _process.Store.Durable.FindLastIndex(call => call.Kind == StoreCallKind.End) > _process.Store.Durable.FindIndex(call => call.Kind == StoreCallKind.Insert);
        _process.Store.Durable.Clear();
        Check(isPostedLast ? null : _last);
    }

    private void Check(LedgerSnapshot? before)
    {
        var stored = _stored.Read();
        var faults = SnapshotComparison.Differences(stored, _oracle.Ledger.Snapshot(), _last.Entries.Count)
            .Concat(before is null ? [] : LedgerInvariants.NoOverspend(before, stored))
            .Concat(LedgerInvariants.NothingLost(stored, _callers.Sent))
            .Concat(LedgerInvariants.Once(stored))
            .Concat(LedgerInvariants.Conservation(stored));
        if (stored.Entries.Count > _last.Entries.Count)
        {
            // Both speak of entries alone, which don't change once they are written: the end of the schedule reads all of them again.
            faults = faults.Concat(LedgerInvariants.Truth(stored, _oracle.Reported)).Concat(LedgerInvariants.NoCosmetics(stored));
        }

        if (faults.FirstOrDefault() is { } fault)
        {
            throw new ScheduleViolation(fault);
        }

        _last = stored;
    }

    /// <summary>Everything that is open ends; nothing may be left.</summary>
    private void Finish()
    {
        Commit(StoreFault.None);
        Commit(StoreFault.None);
        _callers.SettleAll(_process);
        Commit(StoreFault.None);
        Commit(StoreFault.None);
        if (_last.Open.Count > 0 || _last.Windows.Any(window => window.Pending != 0))
        {
            throw new ScheduleViolation("Something is open, though everything has ended.");
        }

        var again = new StoredLedger(_engine, _budgets).Read();
        var faults = SnapshotComparison.Differences(again, _oracle.Ledger.Snapshot(), 0).Concat(SumComparison.Differences(_engine.Contexts));
        var report = new LedgerVerifier(_engine.Contexts).VerifyAsync(CancellationToken.None).GetAwaiter().GetResult();
        if (faults.Concat(report.Faults).FirstOrDefault() is { } fault)
        {
            throw new ScheduleViolation(fault);
        }
    }

    private void Note(string what)
    {
        _trace.Add(what);
        _counts.Add(what);
    }
}
