using Weir.TestKit.Ledgers;

namespace Weir.Accounting.Tests.Ledgers;

/// <summary>A random run of everything that happens to a ledger, by one seed, with the invariants after every step.</summary>
internal sealed class Schedule
{
    private static readonly string[] Replicas = ["a", "b", "c"];

    private readonly Random _random;
    private readonly List<PlainBudget> _budgets;
    private readonly HashSet<AttemptId> _sent = [];
    private readonly Dictionary<AttemptId, PlainSettlement> _reported = [];
    private DateTimeOffset _now = new(2026, 10, 20, 0, 0, 0, TimeSpan.Zero);

    public Schedule(int seed)
    {
        _random = new(seed);
        _budgets = [.. Enumerable.Range(0, 6).Select(_ => new PlainBudget
        {
            Unit = Pick(Enum.GetValues<BudgetUnit>()),
            Kind = Pick(Enum.GetValues<WindowKind>()),
            Zone = TimeZones.Find(Pick(["UTC", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati"])),
            Refuses = _random.Next(4) == 0,
            Cap = NextCap(),
        })];
        _budgets.ForEach(Ledger.Add);
    }

    public PlainLedger Ledger { get; } = new();

    /// <summary>How often each kind of step was taken and did something.</summary>
    public Dictionary<string, int> Taken { get; } = [];

    public int Granted { get; private set; }

    public void Step()
    {
        _now += TimeSpan.FromMinutes(_random.Next(0, 400));
        var before = Ledger.Snapshot();
        var step = _random.Next(100);
        var name = step switch
        {
            < 45 => Reserve(),
            < 50 => Shrink(),
            < 75 => Settle(),
            < 82 => SettleAgain(before),
            < 86 => Reap(),
            < 90 => SettleLate(),
            < 94 => Correct(),
            _ => ChangeCap(),
        };
        Taken[name] = Taken.GetValueOrDefault(name) + 1;
        AssertSound(before);
    }

    private void AssertSound(LedgerSnapshot before)
    {
        var after = Ledger.Snapshot();
        Assert.Empty(LedgerInvariants.NoOverspend(before, after));
        Assert.Empty(LedgerInvariants.NothingLost(after, _sent));
        Assert.Empty(LedgerInvariants.Once(after));
        Assert.Empty(LedgerInvariants.Truth(after, _reported));
        Assert.Empty(LedgerInvariants.Conservation(after));
        Assert.Empty(LedgerInvariants.NoCosmetics(after));
    }

    private string Reserve()
    {
        var asked = _random.Next(0, 60);
        var (price, outputPrice) = (_random.Next(0, 3_000_000), _random.Next(0, 9_000_000));
        var input = _random.Next(0, 60);
        var lastChance = _random.Next(2) == 0;
        var request = new PlainRequest(
            AttemptId.New(),
            Pick(Replicas),
            [.. _budgets.Where(_ => _random.Next(2) == 0).Select(budget => budget.Id)],
            new(input, (long)input * price, outputPrice, 1_000_000),
            asked,
            _random.Next(0, asked + 1));
        var decided = Decide(request, lastChance, input * ExactMoney.PerToken(price), ExactMoney.PerToken(outputPrice));

        var answer = Ledger.Reserve(request, _now, lastChance);

        Assert.Equal((answer.Verdict, answer.Output), (decided.Verdict, decided.Output));
        Granted += answer.Verdict == ReserveVerdict.Granted ? 1 : 0;
        if (answer.Verdict == ReserveVerdict.Granted && _random.Next(8) > 0)
        {
            _sent.Add(request.Attempt);
        }

        return answer.Verdict.ToString();
    }

    /// <summary>The same question to the product's own rules, with the figures of the oracle's windows.</summary>
    private ReserveDecision Decide(PlainRequest request, bool lastChance, ExactMoney fixedCost, ExactMoney costPerOutput)
    {
        var states = _budgets.Where(budget => request.Budgets.Contains(budget.Id)).Select(budget =>
        {
            var window = budget.WindowAt(_now);
            return new WindowState(
                budget.Cap, (long)Ledger.Posted(window), (long)Ledger.Pending(window), budget.Refuses ? ShortRoom.Refuse : ShortRoom.Lower, budget.Unit);
        });
        return ReserveDecision.Decide([.. states], new Demand(request.Demand.Input, fixedCost, costPerOutput), request.Asked, request.Floor, lastChance);
    }

    private string Shrink()
    {
        if (Open() is not { } open)
        {
            return "nothing";
        }

        Ledger.Shrink(open.Attempt, PlainDemand.OfTokens(_random.Next(0, 60)));
        return "shrink";
    }

    private string Settle()
    {
        if (Open() is not { } open)
        {
            return "nothing";
        }

        var settlement = Ending(open.Attempt, UsageSource.Reported);
        _reported[open.Attempt] = settlement;
        Assert.True(Ledger.Settle(settlement));
        return settlement.IsPosted ? "post" : "void";
    }

    private string SettleAgain(LedgerSnapshot before)
    {
        if (_reported.Count == 0)
        {
            return "nothing";
        }

        Assert.False(Ledger.Settle(Ending(Pick([.. _reported.Keys]), UsageSource.Reported)));
        Assert.Empty(LedgerInvariants.Unchanged(before, Ledger.Snapshot()));
        return "settle again";
    }

    private string Reap()
    {
        var reaped = Ledger.Reap(Pick(Replicas), open => Ending(open.Attempt, UsageSource.Provisional));
        return reaped > 0 ? "reap" : "nothing";
    }

    private string SettleLate()
    {
        var waiting = Ledger.Entries.Where(entry => entry.Source == UsageSource.Provisional && !_reported.ContainsKey(entry.Attempt)).ToArray();
        if (waiting.Length == 0)
        {
            return "nothing";
        }

        var attempt = Pick(waiting).Attempt;
        var settlement = Ending(attempt, UsageSource.Reported) with { WasSent = true };
        _sent.Add(attempt);
        _reported[attempt] = settlement;
        Assert.True(Ledger.Settle(settlement));
        return "settle late";
    }

    private string Correct()
    {
        if (Ledger.Entries.Count == 0)
        {
            return "nothing";
        }

        var attempt = Pick([.. Ledger.Entries]).Attempt;
        var settlement = Ending(attempt, UsageSource.Reported) with { WasSent = true };
        Ledger.Correct(settlement);
        if (_reported.ContainsKey(attempt))
        {
            _reported[attempt] = settlement;
        }

        return "correct";
    }

    private string ChangeCap()
    {
        Ledger.SetCap(Pick([.. _budgets]).Id, NextCap());
        return "change a cap";
    }

    /// <summary>Of what was sent, more than was set aside at times; of what was not, nothing.</summary>
    private PlainSettlement Ending(AttemptId attempt, UsageSource source)
    {
        var isPosted = _sent.Contains(attempt) && _random.Next(6) > 0;
        return new()
        {
            Attempt = attempt,
            WasSent = _sent.Contains(attempt),
            IsPosted = isPosted,
            Usage = isPosted ? new(_random.Next(0, 30), _random.Next(0, 30), _random.Next(0, 5), _random.Next(0, 5), _random.Next(0, 70)) : default,
            NanoDollars = isPosted ? _random.Next(0, 500) : 0,
            Source = source,
        };
    }

    private PlainReservation? Open() => Ledger.Open.Count == 0 ? null : Pick([.. Ledger.Open]);

    private long? NextCap() => _random.Next(6) == 0 ? null : _random.Next(0, 900);

    private T Pick<T>(T[] among) => among[_random.Next(among.Length)];
}
