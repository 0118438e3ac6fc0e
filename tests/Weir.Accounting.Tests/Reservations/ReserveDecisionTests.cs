using System.Numerics;
using CsCheck;

namespace Weir.Accounting.Tests.Reservations;

public sealed class ReserveDecisionTests
{
    [Fact]
    public void Decide_AnyUnits_AnswersAsEveryOutputTried() => Question.Small.Sample(
        question =>
        {
            var (decision, plain) = (question.Decide(), question.DecidePlainly());
            return decision.Verdict == plain.Verdict && decision.Output == plain.Output
                && decision.Window == (plain.Shortest.Count == 0 ? -1 : plain.Shortest[0]);
        },
        iter: 100_000);

    [Fact]
    public void Decide_Granted_FitsEveryCap() => Question.Extreme.Sample(
        question =>
        {
            var decision = question.Decide();
            return decision.Verdict != ReserveVerdict.Granted || question.Windows.All(window =>
                (BigInteger)window.Posted + window.Pending + question.Demand.In(window.Unit, decision.Output) <= (window.Cap ?? long.MaxValue));
        },
        iter: 100_000);

    [Fact]
    public void Decide_Extremes_GrantsAllThatFitsAndNoMore() => Question.Extreme.Sample(
        question =>
        {
            var decision = question.Decide();
            return decision.Verdict switch
            {
                ReserveVerdict.Granted => question.Allows(decision.Output, withPending: true)
                    && (decision.Output == question.Asked || !question.Allows(decision.Output + 1, withPending: true)),
                ReserveVerdict.RefusedFinal => !question.Allows(question.Floor, withPending: false),
                ReserveVerdict.RefusedPassing => question.Allows(question.Floor, withPending: false) && !question.Allows(question.Floor, withPending: true),
                _ => question.Allows(question.Floor, withPending: false) && !question.Allows(question.Asked, withPending: true),
            };
        },
        iter: 100_000);

    [Fact]
    public void Decide_Granted_IsBetweenFloorAndAsked() => Question.Small.Sample(question =>
    {
        var decision = question.Decide();
        return decision.Verdict != ReserveVerdict.Granted || (decision.Output >= question.Floor && decision.Output <= question.Asked);
    });

    [Fact]
    public void Decide_NothingPending_IsGrantedOrFinal() => Question.Extreme.Sample(question =>
        question.WithoutPending().Decide().Verdict is ReserveVerdict.Granted or ReserveVerdict.RefusedFinal);

    [Fact]
    public void Decide_ShortOfPosted_IsFinalWhateverIsPending() => Question.Extreme.Sample(question =>
        question.Decide().Verdict == ReserveVerdict.RefusedFinal == (question.WithoutPending().Decide().Verdict == ReserveVerdict.RefusedFinal));

    [Fact]
    public void Decide_GrantedAtOnce_IsAsMuchAsWithNothingPending() => Question.Extreme.Sample(question =>
    {
        var decision = (question with { IsLastChance = false }).Decide();
        return decision.Verdict != ReserveVerdict.Granted || decision == question.WithoutPending().Decide();
    });

    [Fact]
    public void Decide_Wait_WouldBeGrantedMoreWithNothingPending() => Question.Extreme.Sample(question =>
    {
        var waits = (question with { IsLastChance = false }).Decide().Verdict == ReserveVerdict.Wait;
        var last = (question with { IsLastChance = true }).Decide();
        return !waits || (question.WithoutPending().Decide() is { Verdict: ReserveVerdict.Granted } eventual
            && (last.Verdict == ReserveVerdict.RefusedPassing || last.Output < eventual.Output));
    });

    [Fact]
    public void Decide_LastChance_NeverWaitsAndOthersAreNeverRefusedInPassing() => Question.Extreme.Sample(question =>
        question.Decide().Verdict != (question.IsLastChance ? ReserveVerdict.Wait : ReserveVerdict.RefusedPassing));

    [Fact]
    public void Decide_MoreRoom_IsNeverWorse() => Gen.Select(Question.Small, Gen.Long[0, 300], Gen.Int[0, 2]).Sample(
        (question, more, where) =>
        {
            var roomier = question with
            {
                Windows = [.. question.Windows.Select(window => where switch
                {
                    0 => window with { Cap = window.Cap + more },
                    1 => window with { Posted = Math.Max(0, window.Posted - more) },
                    _ => window with { Pending = Math.Max(0, window.Pending - more) },
                })],
            };
            var (before, after) = ((question with { IsLastChance = true }).Decide(), (roomier with { IsLastChance = true }).Decide());
            return Rank(after) >= Rank(before) && after.Output >= before.Output;
        },
        iter: 50_000);

    [Fact]
    public void Decide_OneWindowMore_IsNeverBetter() => Question.Small.Where(question => question.Windows.Length > 0).Sample(question =>
    {
        var fewer = question with { Windows = question.Windows[1..], IsLastChance = true };
        var (before, after) = (fewer.Decide(), (question with { IsLastChance = true }).Decide());
        return Rank(after) <= Rank(before) && after.Output <= before.Output;
    });

    [Fact]
    public void Decide_NotGranted_NamesAWindowThatHasNotWhatIsNeeded() => Question.Small.Sample(question =>
    {
        var decision = question.Decide();
        if (decision.Verdict is ReserveVerdict.Granted or ReserveVerdict.Wait)
        {
            return true;
        }

        var window = question.Windows[decision.Window];
        var pending = decision.Verdict == ReserveVerdict.RefusedFinal ? 0 : window.Pending;
        return window.Posted + pending + ReserveDecision.Needed(window, question.Demand, question.Asked, question.Floor) > window.Cap;
    });

    [Fact]
    public void Decide_TokensAlone_IsTheSameWithoutADemand() => Question.Small.Sample(question =>
        ReserveDecision.Decide(question.Windows, question.Input, question.Asked, question.Floor, question.IsLastChance)
            == ReserveDecision.Decide(question.Windows, Demand.OfTokens(question.Input), question.Asked, question.Floor, question.IsLastChance));

    [Theory]
    [InlineData(10, ReserveVerdict.RefusedFinal)]
    [InlineData(9, ReserveVerdict.Granted)]
    public void Decide_TenRequests_AreTen(long posted, ReserveVerdict verdict)
    {
        WindowState[] windows = [new(10, posted, 0, ShortRoom.Lower, BudgetUnit.Requests)];

        Assert.Equal(verdict, ReserveDecision.Decide(windows, Demand.OfTokens(1_000_000), 32_000, 1_024, lastChance: false).Verdict);
    }

    /// <summary>Room for 5,000 output tokens in money, 3,000 in tokens: the smallest counts, and neither input nor requests lower anything.</summary>
    [Fact]
    public void Decide_MixedUnits_LowersToTheSmallestRoomInOutputTokens()
    {
        // 1,000 tokens at 3 dollars a million are 3,000,000 nano-dollars; 5,000 at 15 dollars are 75,000,000.
        var demand = new Demand(1_000, 1_000 * ExactMoney.PerToken(3_000_000_000), ExactMoney.PerToken(15_000_000_000));
        WindowState[] windows =
        [
            new(78_000_000, 0, 0, ShortRoom.Lower, BudgetUnit.NanoDollars),
            new(10_000, 6_000, 0, ShortRoom.Lower),
            new(1_000, 0, 0, ShortRoom.Lower, BudgetUnit.InputTokens),
            new(1, 0, 0, ShortRoom.Lower, BudgetUnit.Requests),
        ];

        Assert.Equal(new(ReserveVerdict.Granted, 3_000, -1), ReserveDecision.Decide(windows, demand, 8_000, 1_024, lastChance: false));
        Assert.Equal(new(ReserveVerdict.Granted, 5_000, -1), ReserveDecision.Decide(windows.AsSpan(0, 1), demand, 8_000, 1_024, lastChance: false));
    }

    [Theory]
    [InlineData(-1, 1, 1)]
    [InlineData(1, -1, 1)]
    [InlineData(1, 1, -1)]
    [InlineData(1, 1, 2)]
    public void Decide_Nonsense_Throws(long input, long asked, long floor) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ReserveDecision.Decide([], input, asked, floor, lastChance: false));

    private static int Rank(ReserveDecision decision) => decision.Verdict switch
    {
        ReserveVerdict.Granted => 2,
        ReserveVerdict.RefusedPassing => 1,
        _ => 0,
    };
}
