using Weir.Accounting;
using Weir.Proxy.Metering;
using Weir.TestKit.Ledgers;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>Those who ask the ledger of one process in a schedule, each of whom must be answered, and rightly.</summary>
internal sealed class Callers(ScheduleRandom random, SimulatedClock clock, AttemptWords words, Action<string> note) : IDisposable
{
    private readonly List<SimulatedAttempt> _all = [];

    /// <summary>Of which nothing was heard yet.</summary>
    private readonly List<SimulatedAttempt> _asking = [];

    private readonly List<(SimulatedAttempt Attempt, Task<ReserveResult.Refused?> Answer)> _looks = [];
    private readonly List<(Settlement Settlement, Task? Told)> _settling = [];

    /// <summary>Attempts of which something was sent.</summary>
    public List<AttemptId> Sent { get; } = [];

    /// <summary>One of them asks for something.</summary>
    /// <param name="process">Whom.</param>
    /// <param name="mayLeave">True when it may leave while the answer becomes durable.</param>
    public void Act(SimulatedProcess process, bool mayLeave)
    {
        switch (random.Next(100))
        {
            case < 38:
                Reserve(process, null);
                break;
            case < 42 when Pick(IsOpen) is { } open:
                note("supersede");
                Reserve(process, open);
                break;
            case < 48 when Pick(attempt => attempt.IsGranted) is { } granted:
                Shrink(process, granted);
                break;
            case < 68 when Pick(IsOpen) is { } open:
                note("settle");
                Settle(process, open);
                break;
            case < 76 when Pick(attempt => attempt.IsSettled) is { } settled:
                note("settle again");
                Settle(process, settled);
                break;
            case < 84 when Pick(attempt => attempt is { IsGranted: true, IsSettled: false, AbandonedAt: not null }) is { } late:
                note("settle late");
                late.IsSent = true;
                Settle(process, late);
                break;
            case < 88:
                note("look");
                Look(process);
                break;
            case < 92 when _asking.Count > 0:
                note("leave");
                random.Pick(_asking).Cancel.Cancel();
                break;
            case < 95 when mayLeave:
                note("leave during commit");
                var leaving = Reserve(process, null);
                process.Store.AfterCommit = leaving.Cancel.Cancel;
                break;
            case < 98:
                process.Beat();
                break;
            default:
                Reserve(process, null);
                break;
        }
    }

    /// <summary>What they were told since the last time that is not a grant.</summary>
    public List<OpenAnswer> Answers()
    {
        var answers = new List<OpenAnswer>();
        foreach (var attempt in _asking)
        {
            if (attempt.Answer is { IsCompletedSuccessfully: true } told && told.GetAwaiter().GetResult() is ReserveResult.Refused refused)
            {
                answers.Add(new(attempt, refused, attempt.IsLastChance(clock.Steady)));
            }
        }

        foreach (var (attempt, answer) in _looks)
        {
            if (answer.IsCompletedSuccessfully)
            {
                answers.Add(new(attempt, answer.GetAwaiter().GetResult(), lastChance: true));
            }
        }

        return answers;
    }

    /// <summary>Looks whether everybody was told what they must be told, after a commit that succeeded or failed.</summary>
    public void Judge(PumpEnd end, PlainLedger ledger, List<StoreCall> durable)
    {
        var isTold = end == PumpEnd.Committed;
        if (_looks.Exists(look => isTold ? !look.Answer.IsCompleted : !look.Answer.IsFaulted) || _settling.Exists(settling => settling.Told is { } told && told.IsCompletedSuccessfully != isTold))
        {
            throw new ScheduleViolation($"The commit {end}, and somebody was told otherwise.");
        }

        _looks.Clear();
        if (isTold)
        {
            _settling.Clear();
        }
        else
        {
            Keep();
        }

        foreach (var attempt in _asking.ToArray())
        {
            Judge(attempt, end, ledger, durable);
        }
    }

    /// <summary>The process is gone: nobody hears of it any more, and what had not reached the ledger never will.</summary>
    public void Die(PlainLedger ledger)
    {
        _asking.Clear();
        _looks.Clear();
        _settling.Clear();
        var open = ledger.Open.Select(reservation => reservation.Attempt).ToHashSet();
        foreach (var attempt in _all)
        {
            attempt.Settling.Clear();
            attempt.Shrinking.Clear();
            attempt.IsOrphan = true;
            attempt.IsSettled &= !open.Contains(attempt.Id);
        }
    }

    public void SettleAll(SimulatedProcess process)
    {
        foreach (var attempt in _asking.ToArray())
        {
            attempt.Cancel.Cancel();
        }

        foreach (var attempt in _all.Where(IsOpen).ToArray())
        {
            Settle(process, attempt);
        }
    }

    public void Dispose() => _all.ForEach(attempt => attempt.Dispose());

    private static bool IsOpen(SimulatedAttempt attempt) => attempt is { IsGranted: true, IsSettled: false, AbandonedAt: null, IsOrphan: false };

    private SimulatedAttempt? Pick(Func<SimulatedAttempt, bool> which) => _all.Where(which).ToArray() is { Length: > 0 } among ? random.Pick(among) : null;

    private SimulatedAttempt Reserve(SimulatedProcess process, SimulatedAttempt? superseded)
    {
        var attempt = words.Attempt(process.Replica.Id.ToString(), clock.Now);
        _all.Add(attempt);
        _asking.Add(attempt);
        Settlement? end = null;
        if (superseded is not null)
        {
            end = Word(superseded);
            _settling.Add((end, null));
        }

        attempt.WasTrouble = process.IsInTrouble;
        attempt.Answer = process.Ledger.ReserveAsync(attempt.Request, end, attempt.Cancel.Token);
        return attempt;
    }

    private void Look(SimulatedProcess process)
    {
        if (process.IsInTrouble)
        {
            return;
        }

        var attempt = words.Attempt(process.Replica.Id.ToString(), clock.Now);
        _looks.Add((attempt, process.Ledger.LookAsync(attempt.Request, CancellationToken.None)));
    }

    private void Shrink(SimulatedProcess process, SimulatedAttempt attempt)
    {
        note("shrink");
        var input = random.Next(65);
        attempt.Shrinking.Enqueue(input);
        process.Ledger.ShrinkInput(attempt.Id, input, input * Money.Input);
    }

    private void Settle(SimulatedProcess process, SimulatedAttempt attempt)
    {
        var settlement = Word(attempt);
        _settling.Add((settlement, process.Ledger.SettleAsync(settlement)));
    }

    private Settlement Word(SimulatedAttempt attempt)
    {
        var settlement = words.Settlement(attempt, clock.Now);
        attempt.Settling.Enqueue(settlement);
        attempt.IsSettled = true;
        return settlement;
    }

    /// <summary>What failed is tried again, but for told inputs. Had it come through all the same, it is settled a second time.</summary>
    private void Keep()
    {
        foreach (var attempt in _all)
        {
            attempt.Settling.Clear();
            attempt.Shrinking.Clear();
        }

        foreach (var (settlement, _) in _settling)
        {
            words.Attempts[settlement.Attempt].Settling.Enqueue(settlement);
        }
    }

    private void Judge(SimulatedAttempt attempt, PumpEnd end, PlainLedger ledger, List<StoreCall> durable)
    {
        var isRight = attempt.Answer switch
        {
            { IsFaulted: true } answer => answer.Exception.InnerException is LedgerUnavailableException && (attempt.WasTrouble || end == PumpEnd.Failed),
            { IsCanceled: true } => attempt.Cancel.IsCancellationRequested,
            { IsCompletedSuccessfully: true } answer when answer.GetAwaiter().GetResult() is ReserveResult.Granted granted =>
                end == PumpEnd.Committed && durable.Exists(call => call.Kind == StoreCallKind.Insert && call.Attempt == attempt.Id && call.Output == granted.Output),
            { IsCompletedSuccessfully: true } => end == PumpEnd.Committed,
            _ => end == PumpEnd.Committed && HasToWait(attempt, ledger),
        };
        if (!isRight)
        {
            var right = ledger.Answer(attempt.Plain, attempt.Request.AdmittedAt, attempt.IsLastChance(clock.Steady));
            throw new ScheduleViolation($"{attempt.Id} stands at {attempt.Answer!.Status} after the commit {end}; now it would be {right.Verdict}. {attempt.Answer.Exception?.InnerException}");
        }

        if (attempt.Answer!.IsCompleted)
        {
            _asking.Remove(attempt);
        }
        else
        {
            attempt.WaitsUntil ??= clock.Steady + attempt.Request.Patience;
        }

        if (attempt.IsGranted && random.Chance(85))
        {
            attempt.IsSent = true;
            Sent.Add(attempt.Id);
        }
    }

    /// <summary>True while open reservations stand in its way, or somebody who came before.</summary>
    private bool HasToWait(SimulatedAttempt attempt, PlainLedger ledger)
    {
        if (attempt.IsLastChance(clock.Steady))
        {
            return false;
        }

        var isBehind = _asking.TakeWhile(other => other != attempt)
            .Any(other => !other.Answer!.IsCompleted && other.Plain.Budgets.Intersect(attempt.Plain.Budgets).Any());
        return isBehind || ledger.Answer(attempt.Plain, attempt.Request.AdmittedAt, lastChance: false).Verdict == ReserveVerdict.Wait;
    }
}
