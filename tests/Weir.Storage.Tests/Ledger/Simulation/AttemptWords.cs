using Weir.Accounting;
using Weir.TestKit.Ledgers;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>What callers ask the ledger, in figures small enough for the oracle to try them all.</summary>
internal sealed class AttemptWords(ScheduleRandom random, PlainBudget[] budgets)
{
    private static readonly string[] Names = ["one", "two"];

    private readonly UserId[] _users = [new(random.NextId()), new(random.NextId())];
    private readonly Dictionary<AttemptId, SimulatedAttempt> _attempts = [];

    /// <summary>All that were ever made.</summary>
    public IReadOnlyDictionary<AttemptId, SimulatedAttempt> Attempts => _attempts;

    /// <param name="replica">Which process is asked.</param>
    /// <param name="at">What its clock shows.</param>
    public SimulatedAttempt Attempt(string replica, DateTimeOffset at)
    {
        var id = new AttemptId(random.NextId());
        var (input, asked, price) = (random.Next(60), random.Next(40), random.Next(4_000_000));
        var floor = random.Next(asked + 1);
        var mine = budgets.Where(_ => random.Chance(50)).Select(budget => budget.Id).ToArray();
        return _attempts[id] = new()
        {
            Request = new()
            {
                Attempt = id,
                Exchange = new(id.Value),
                User = random.Pick(_users),
                Upstream = random.Pick(Names),
                Model = random.Pick(Names),
                Budgets = [.. mine],
                AdmittedAt = at,
                Demand = Money.Demand(input, price),
                AskedOutput = asked,
                Floor = floor,
                TokensPerSecond = random.Next(1, 20),
                Patience = random.Chance(50) ? TimeSpan.Zero : TimeSpan.FromSeconds(random.Next(1, 60)),
            },
            Plain = new(id, replica, mine, Money.Plain(input, price), asked, floor),
            OutputPrice = price,
            FixedNanoDollars = input * Money.Input,
        };
    }

    /// <summary>At times more than was set aside, at times nothing.</summary>
    public Settlement Settlement(SimulatedAttempt attempt, DateTimeOffset at)
    {
        var isPosted = attempt.IsSent && random.Chance(80);
        TimeSpan? sent = attempt.IsSent ? TimeSpan.FromMicroseconds(random.Next(100)) : null;
        TimeSpan? first = isPosted && random.Chance(90) ? TimeSpan.FromMicroseconds(random.Next(1_000)) : null;
        return new()
        {
            Attempt = attempt.Id,
            Kind = isPosted ? LedgerEntryKind.Posted : LedgerEntryKind.Voided,
            WasSent = attempt.IsSent,
            Usage = isPosted ? new(random.Next(30), random.Next(20), random.Next(5), random.Next(5), random.Next(45)) : default,
            NanoDollars = isPosted ? random.Next(250) : 0,
            Source = random.Chance(80) ? UsageSource.Reported : UsageSource.Estimated,
            Outcome = isPosted ? AttemptOutcome.Completed : AttemptOutcome.UpstreamError,
            Status = isPosted ? 200 : 529,
            Sent = sent,
            FirstByte = first,
            LastByte = random.Chance(90) ? first + TimeSpan.FromMicroseconds(random.Next(10_000)) : null,
            IsStreamed = random.Chance(70),
            EndedAt = at,
        };
    }
}
