using System.Numerics;
using Weir.Accounting;
using Weir.TestKit.Ledgers;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>
/// Follows on a <see cref="PlainLedger"/> what became durable. It takes the order of the writer's calls as given, and says what each must
/// have led to.
/// </summary>
internal sealed class LedgerOracle(IReadOnlyDictionary<AttemptId, SimulatedAttempt> attempts)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>The longest that a settlement may be late.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>Where a process may only have been cut off, it isn't held to be gone before so long.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(30);

    /// <summary>Whoever admits something beats with it, if its last beat of its own is so long ago.</summary>
    private static readonly TimeSpan LongAgo = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, DateTimeOffset> _beats = [];

    /// <summary>But for those of ticks.</summary>
    private readonly Dictionary<string, DateTimeOffset> _ownBeats = [];
    private SimulatedProcess _process = null!;
    private AttemptId? _ending;

    public PlainLedger Ledger { get; } = new();

    /// <summary>The last word on each attempt that reached the ledger.</summary>
    public Dictionary<AttemptId, PlainSettlement> Reported { get; } = [];

    private string Replica => _process.Replica.Id.ToString();

    private SimulatedClock Clock => _process.Clock;

    private bool IsSureOfDeaths => _process.Store.IsSureOfDeaths;

    /// <summary>Processes that have beaten, by the database's own clock.</summary>
    public void Tick(DateTimeOffset now, IEnumerable<SimulatedProcess> living)
    {
        foreach (var process in living.Where(process => !process.Store.IsSureOfDeaths))
        {
            _beats[process.Replica.Id.ToString()] = now;
        }
    }

    /// <param name="process">Whose calls became durable, in their order.</param>
    /// <param name="visit">Called at the beginning and after each call: answers may have been given at any of these moments.</param>
    public void Follow(SimulatedProcess process, Action visit)
    {
        _process = process;
        visit();
        foreach (var call in process.Store.Durable)
        {
            Follow(call);
            visit();
        }
    }

    private void Follow(StoreCall call)
    {
        if (call.Kind == StoreCallKind.Beat)
        {
            if (!IsSureOfDeaths)
            {
                _beats[Replica] = _ownBeats[Replica] = Clock.Steady;
            }
            else if (call.IsForced || Ledger.Open.Count > 0)
            {
                _beats[Replica] = call.At;
            }

            return;
        }

        var attempt = attempts[call.Attempt];
        switch (call.Kind)
        {
            case StoreCallKind.Insert:
                Admit(attempt, call.Output);
                break;
            case StoreCallKind.End:
                End(attempt);
                break;
            case StoreCallKind.EndProvisional when _ending != attempt.Id:
                Expire(attempt);
                break;
            case StoreCallKind.Find:
                Shrink(attempt);
                break;
            case StoreCallKind.Keep:
                Reap(attempt, call.At);
                break;
        }

        _ending = call.Kind == StoreCallKind.End ? attempt.Id : null;
    }

    private void Admit(SimulatedAttempt attempt, long output)
    {
        if (!IsSureOfDeaths && Clock.Steady - _ownBeats[Replica] > LongAgo)
        {
            _beats[Replica] = _ownBeats[Replica] = Clock.Steady;
        }

        var answer = Ledger.Reserve(attempt.Plain, attempt.Request.AdmittedAt, attempt.IsLastChance(Clock.Steady));
        if (answer.Verdict != ReserveVerdict.Granted || answer.Output != output)
        {
            throw new ScheduleViolation($"{attempt.Id} was granted {output}; it should have been answered {answer.Verdict} {answer.Output}.");
        }
    }

    private void End(SimulatedAttempt attempt)
    {
        if (attempt.Settling.TryDequeue(out var settlement))
        {
            var plain = Plain(settlement);
            if (Ledger.Settle(plain) && HasEntries(attempt))
            {
                Reported[attempt.Id] = plain;
            }
        }
        else if (!attempt.IsUnwanted)
        {
            throw new ScheduleViolation($"{attempt.Id} was ended, and nobody had asked for it.");
        }
        else if (HasEntries(attempt) || Ledger.Open.Any(open => open.Attempt == attempt.Id))
        {
            Ledger.Settle(new() { Attempt = attempt.Id, WasSent = false, IsPosted = false });
        }
    }

    private bool HasEntries(SimulatedAttempt attempt) => Ledger.Entries.Any(entry => entry.Attempt == attempt.Id);

    private void Shrink(SimulatedAttempt attempt)
    {
        if (!attempt.Shrinking.TryDequeue(out var input))
        {
            throw new ScheduleViolation($"{attempt.Id} was shrunk, and nobody had asked for it.");
        }

        if (Ledger.Open.FirstOrDefault(open => open.Attempt == attempt.Id) is { } open && input <= open.Reserved.Input)
        {
            Ledger.Shrink(attempt.Id, Money.Plain(input, attempt.OutputPrice));
            attempt.FixedNanoDollars = input * Money.Input;
        }
    }

    /// <summary>All of a dead process is posted at once, with the first of it.</summary>
    private void Reap(SimulatedAttempt attempt, DateTimeOffset abandonedAt)
    {
        var replica = attempt.Plain.Replica;
        if (replica == Replica || (!IsSureOfDeaths && Clock.Steady - _beats[replica] < Stale))
        {
            throw new ScheduleViolation($"{attempt.Id} was reaped, though its process lives.");
        }

        var end = EndOf(attempt);
        if (abandonedAt != end)
        {
            throw new ScheduleViolation($"{attempt.Id} was posted up to {abandonedAt:O}; its process was last known to live until {end:O}.");
        }

        Ledger.Reap(replica, open =>
        {
            var left = attempts[open.Attempt];
            left.AbandonedAt = EndOf(left);
            return IsSureOfDeaths ? Estimated(left, open.Reserved, open.Output) : Provisional(left.Id, (long)open.Reserved.Input, open.Output, open.Reserved.NanoDollars);
        });
    }

    private void Expire(SimulatedAttempt attempt)
    {
        if (attempt.AbandonedAt is not { } at || at >= Clock.Now - Longest || !Ledger.Expire(attempt.Id))
        {
            throw new ScheduleViolation($"The settlement of {attempt.Id} was given up, though it may still come.");
        }

        if (!IsSureOfDeaths)
        {
            var posted = Ledger.Entries.Single(entry => entry.Attempt == attempt.Id);
            var estimated = Estimated(attempt, posted.Amounts, (long)posted.Amounts.Output);
            if (estimated.Amounts.In(BudgetUnit.Tokens) != posted.Amounts.In(BudgetUnit.Tokens))
            {
                Ledger.Correct(estimated);
            }
        }
    }

    private DateTimeOffset EndOf(SimulatedAttempt attempt)
    {
        var admitted = attempt.Request.AdmittedAt;
        var last = _beats.TryGetValue(attempt.Plain.Replica, out var beat) && beat > admitted ? beat : admitted;
        var end = last + Beat;
        return end < Clock.Now || Clock.Now < admitted ? end : Clock.Now;
    }

    private static PlainSettlement Estimated(SimulatedAttempt attempt, PlainAmounts reserved, long granted)
    {
        var seconds = (attempt.AbandonedAt!.Value - attempt.Request.AdmittedAt).TotalSeconds;
        var output = Math.Min(granted, (long)Math.Ceiling(seconds * attempt.Request.TokensPerSecond));
        var forOutput = reserved.NanoDollars - attempt.FixedNanoDollars;
        var cost = granted == 0 ? BigInteger.Zero : ((forOutput * output) + granted - 1) / granted;
        return Provisional(attempt.Id, (long)reserved.Input, output, attempt.FixedNanoDollars + cost);
    }

    private static PlainSettlement Provisional(AttemptId attempt, long input, long output, BigInteger nanoDollars) => new()
    {
        Attempt = attempt,
        Usage = new(input, 0, 0, 0, output),
        NanoDollars = (long)nanoDollars,
        Source = UsageSource.Provisional,
    };

    private static PlainSettlement Plain(Settlement settlement) => new()
    {
        Attempt = settlement.Attempt,
        IsPosted = settlement.Kind == LedgerEntryKind.Posted,
        WasSent = settlement.WasSent,
        Usage = settlement.Usage,
        NanoDollars = settlement.NanoDollars,
        Source = settlement.Source,
    };
}
