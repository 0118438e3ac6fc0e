using System.Numerics;
using Weir.Accounting;
using Weir.Proxy.Metering;
using Weir.TestKit.Ledgers;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>An answer other than a grant, until it is found to be right.</summary>
/// <param name="attempt">What it was given to.</param>
/// <param name="refused">What was said; null: that there is room, without taking it.</param>
/// <param name="lastChance">Whether the attempt might have waited.</param>
internal sealed class OpenAnswer(SimulatedAttempt attempt, ReserveResult.Refused? refused, bool lastChance)
{
    public bool IsRight { get; private set; }

    /// <summary>Looks whether it is the right answer in this state of the ledger.</summary>
    public void Compare(LedgerOracle oracle, IReadOnlyDictionary<BudgetId, PlainBudget> budgets)
    {
        if (IsRight)
        {
            return;
        }

        var answer = oracle.Ledger.Answer(attempt.Plain, attempt.Request.AdmittedAt, lastChance);
        IsRight = refused is null
            ? answer.Verdict == ReserveVerdict.Granted
            : answer.Verdict == (refused.IsFinal ? ReserveVerdict.RefusedFinal : ReserveVerdict.RefusedPassing)
              && answer.Shortest.Any(window => Describes(refused, budgets[attempt.Plain.Budgets[window]], oracle.Ledger));
    }

    public override string ToString() => $"{attempt.Id} was told {refused?.ToString() ?? "that there is room"}, which was right at no moment.";

    private bool Describes(ReserveResult.Refused said, PlainBudget budget, PlainLedger ledger)
    {
        var window = budget.WindowAt(attempt.Request.AdmittedAt);
        var needed = attempt.Plain.Demand.At(budget.Refuses ? attempt.Plain.Asked : attempt.Plain.Floor, budget.Unit);
        return (said.Unit, said.Limit, (BigInteger)said.Used, (BigInteger)said.Reserved, (BigInteger)said.Needed)
            == (budget.Unit, budget.Cap ?? -1, ledger.Posted(window), ledger.Pending(window), needed);
    }
}
