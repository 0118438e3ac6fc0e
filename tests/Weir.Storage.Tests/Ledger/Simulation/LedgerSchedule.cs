using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Weir.Accounting;
using Weir.Storage.Ledger;
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
    private readonly FakeTimeProvider _time;
    private readonly LedgerOracle _oracle;
    private readonly LedgerCheck _check;
    private readonly List<SimulatedPlace> _places;

    private LedgerSchedule(ISimulatedEngine engine, int seed, StepCounts counts, Func<ILedgerStore, ILedgerStore> mutate)
    {
        (_engine, _counts, _mutate) = (engine, counts, mutate);
        _random = new(seed);
        _time = new(_random.NextStart());
        _budgets = _random.NextBudgets();
        var words = new AttemptWords(_random, [.. _budgets.Values]);
        _oracle = new(words.Attempts);
        _check = new(engine, _budgets, _oracle);
        foreach (var budget in _budgets.Values)
        {
            _oracle.Ledger.Add(budget);
        }

        _places = [.. Enumerable.Range(0, engine.Processes).Select(_ =>
        {
            var clock = new SimulatedClock(_time);
            return new SimulatedPlace(clock, new(_random, clock, words, Note));
        })];
        Prepare();
        _engine.Tick(_time.GetUtcNow(), []);
        _places.ForEach(Start);
    }

    private List<AttemptId> Sent => [.. _places.SelectMany(place => place.Callers.Sent)];

    private IEnumerable<SimulatedPlace> Living => _places.Where(place => place.StepsAway == 0);

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

    public void Dispose() => _places.ForEach(place => place.Dispose());

    /// <summary>An empty ledger with this schedule's budgets: what another left is gone.</summary>
    private void Prepare()
    {
        using var context = _engine.Contexts.CreateDbContext();
        context.Database.ExecuteSqlRaw("""
            DELETE FROM reservations; DELETE FROM token_usage; DELETE FROM usage_sums; DELETE FROM usage_totals; DELETE FROM budget_windows; DELETE FROM budgets; DELETE FROM heartbeats; DELETE FROM names
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
            CreatedAt = _time.GetUtcNow(),
        }));
        context.SaveChangesAsync().GetAwaiter().GetResult();
    }

    private void Step()
    {
        Return();
        MoveClock();
        var place = _random.Pick([.. Living]);
        StepClock(place);
        if (_random.Chance(2))
        {
            Note("cap");
            ChangeCap();
        }

        var fault = _random.NextFault();
        for (var commands = _random.NextCommands(); commands > 0; commands--)
        {
            place.Callers.Act(place.Process, fault == StoreFault.None);
        }

        if (_random.Chance(2))
        {
            Note("kill");
            Restart(place);
        }
        else
        {
            if (fault != StoreFault.None)
            {
                Note(fault.ToString());
            }

            Commit(place, fault);
        }

        CutOff(place);
    }

    /// <summary>Those that were cut off come nearer to being back.</summary>
    private void Return()
    {
        foreach (var place in _places.Where(place => place.StepsAway > 0))
        {
            place.StepsAway--;
        }
    }

    /// <summary>A process may lose touch, as long as others have it.</summary>
    private void CutOff(SimulatedPlace place)
    {
        if (Living.Count() > 1 && _random.Chance(3))
        {
            Note("cut off");
            (place.StepsAway, place.IsHeardOf) = (_random.Next(2, 15), false);
        }
    }

    private void Commit(SimulatedPlace place, StoreFault fault)
    {
        var store = place.Process.Store;
        (store.Fault, store.RowsUntilDeath) = (fault, _random.Next(4));
        var end = place.Process.Pump();
        place.IsHeardOf |= end == PumpEnd.Committed;
        (store.Fault, store.AfterCommit) = (StoreFault.None, null);
        store.Assumptions.ForEach(Note);
        store.Assumptions.Clear();
        if (end == PumpEnd.Failed && fault is StoreFault.None)
        {
            throw new ScheduleViolation("The ledger is in trouble, and nothing has failed.");
        }

        Judge(place, end);
        if (end == PumpEnd.Dead)
        {
            Restart(place);
        }
    }

    private void MoveClock()
    {
        var by = TimeSpan.FromMilliseconds(_random.Next(20_000));
        if (_random.Chance(4))
        {
            Note("turn");
            by += _random.ToNextTurn(_time.GetUtcNow() + by, [.. _budgets.Values]);
        }

        Advance(by);
    }

    private void Advance(TimeSpan by)
    {
        _time.Advance(by);
        var living = Living.Where(place => place.IsHeardOf).Select(place => place.Process).ToList();
        _engine.Tick(_time.GetUtcNow(), living.ConvertAll(process => process.Replica));
        _oracle.Tick(_time.GetUtcNow(), living);
    }

    private void StepClock(SimulatedPlace place)
    {
        if (_random.Chance(3))
        {
            Note("clock step");
            place.Clock.Step = TimeSpan.FromHours(_random.Next(3) - 1);
        }
    }

    /// <summary>Another process writes.</summary>
    private void ChangeCap()
    {
        var budget = _random.Pick([.. _budgets.Values]);
        var cap = _random.NextCap(budget.Unit);
        _engine.SetCap(budget.Id, cap);
        _oracle.Ledger.SetCap(budget.Id, cap);
        _check.SetCap(budget.Id, cap);
    }

    /// <summary>The process is gone, and another takes its place on the same database.</summary>
    private void Restart(SimulatedPlace place)
    {
        place.Die(_oracle.Ledger);
        place.IsHeardOf = true;
        Start(place);
        _check.Step(isPostedLast: false, mustBeSame: false, Sent);
    }

    private void Start(SimulatedPlace place)
    {
        while (true)
        {
            var process = place.Process = new SimulatedProcess(_engine, _mutate, place.Clock);
            process.Store.Fault = _random.Chance(15) ? _random.Pick([StoreFault.DieBeforeCommit, StoreFault.DieAfterCommit]) : StoreFault.None;
            var end = process.Start();
            _oracle.Follow(process, () => { });
            process.Store.Durable.Clear();
            process.Store.Fault = StoreFault.None;
            if (end == PumpEnd.Committed)
            {
                return;
            }

            Note("die at start");
            process.Dispose();
        }
    }

    private void Judge(SimulatedPlace place, PumpEnd end)
    {
        var durable = place.Process.Store.Durable;
        var answers = end == PumpEnd.Dead ? [] : place.Callers.Answers();
        _oracle.Follow(place.Process, () => answers.ForEach(answer => answer.Compare(_oracle, _budgets)));
        if (answers.Find(answer => !answer.IsRight) is { } wrong)
        {
            throw new ScheduleViolation(wrong.ToString());
        }

        if (end != PumpEnd.Dead)
        {
            place.Callers.Judge(end, _oracle.Ledger, durable);
        }

        if (durable.Exists(call => call.Kind == StoreCallKind.Keep))
        {
            Note("reap");
        }

        var mustBeSame = durable.TrueForAll(call => call.Kind == StoreCallKind.Beat);
        var isPostedLast = durable.FindLastIndex(call => call.Kind == StoreCallKind.End) > durable.FindIndex(call => call.Kind == StoreCallKind.Insert);
        durable.Clear();
        _check.Step(isPostedLast, mustBeSame, Sent);
    }

    /// <summary>Everything that is open ends; nothing may be left, not even of those that are gone.</summary>
    private void Finish()
    {
        _places.ForEach(place => place.StepsAway = 0);
        CommitAll();
        CommitAll();
        _places.ForEach(place => place.Callers.SettleAll(place.Process));
        CommitAll();
        // Long enough for everybody to be trusted with the judgement that another is gone.
        Advance(TimeSpan.FromMinutes(2));
        _places.ForEach(place => place.Process.Beat());
        CommitAll();
        _check.End(Sent);
    }

    private void CommitAll() => _places.ForEach(place => Commit(place, StoreFault.None));

    private void Note(string what)
    {
        _trace.Add(what);
        _counts.Add(what);
    }
}
