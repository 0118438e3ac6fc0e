using CsCheck;

namespace Weir.Accounting.Tests.Reservations;

public sealed class ReserveDecisionTests
{
    private static readonly Gen<WindowState> Windows = Gen.Select(
        Gen.Bool, Gen.Long[0, 2_000], Gen.Long[0, 2_000], Gen.Long[0, 2_000], Gen.Bool,
        (hasCap, cap, posted, pending, refuses) =>
            new WindowState(hasCap ? cap : null, posted, pending, refuses ? ShortRoom.Refuse : ShortRoom.Lower));

    private static readonly Gen<Question> Questions = Gen.Select(
        Windows.Array[0, 4], Gen.Long[0, 500], Gen.Long[0, 1_000], Gen.Long[0, 1_000], Gen.Bool,
        (windows, input, asked, floor, lastChance) => new Question(windows, input, asked, Math.Min(asked, floor), lastChance));

    [Fact]
    public void Decide_Granted_FitsEveryCap() => Questions.Sample(question =>
    {
        var decision = question.Decide();
        return decision.Verdict != ReserveVerdict.Granted
            || question.Windows.All(window => window.Cap is not { } cap || window.Posted + window.Pending + question.Input + decision.Output <= cap);
    });

    [Fact]
    public void Decide_Granted_IsBetweenFloorAndAsked() => Questions.Sample(question =>
    {
        var decision = question.Decide();
        return decision.Verdict != ReserveVerdict.Granted || (decision.Output >= question.Floor && decision.Output <= question.Asked);
    });

    [Fact]
    public void Decide_Granted_IsAllOfItWhereABudgetRefusesToLower() => Questions.Sample(question =>
    {
        var decision = question.Decide();
        var mayLower = question.Windows.All(window => window.Cap is null || window.WhenShort == ShortRoom.Lower);
        return decision.Verdict != ReserveVerdict.Granted || mayLower || decision.Output == question.Asked
            || question.Windows.Where(window => window is { Cap: not null, WhenShort: ShortRoom.Refuse })
                .All(window => window.Cap - window.Posted - window.Pending - question.Input >= question.Asked);
    });

    [Fact]
    public void Decide_ShortOfPosted_IsFinalWhateverIsPending() => Questions.Sample(question =>
    {
        var isShort = question.Windows.Any(window =>
            window.Cap - window.Posted - question.Input < (window.WhenShort == ShortRoom.Refuse ? question.Asked : question.Floor));
        return isShort == (question.Decide().Verdict == ReserveVerdict.RefusedFinal);
    });

    [Fact]
    public void Decide_NothingPending_IsGrantedOrFinal() => Questions.Sample(question =>
        question.WithoutPending().Decide().Verdict is ReserveVerdict.Granted or ReserveVerdict.RefusedFinal);

    [Fact]
    public void Decide_GrantedAtOnce_IsAsMuchAsWithNothingPending() => Questions.Sample(question =>
    {
        var decision = (question with { IsLastChance = false }).Decide();
        return decision.Verdict != ReserveVerdict.Granted || decision == question.WithoutPending().Decide();
    });

    [Fact]
    public void Decide_Wait_WouldBeGrantedMoreWithNothingPending() => Questions.Sample(question =>
    {
        var waits = (question with { IsLastChance = false }).Decide().Verdict == ReserveVerdict.Wait;
        var last = (question with { IsLastChance = true }).Decide();
        return !waits || (question.WithoutPending().Decide() is { Verdict: ReserveVerdict.Granted } eventual
            && (last.Verdict == ReserveVerdict.RefusedPassing || last.Output < eventual.Output));
    });

    [Fact]
    public void Decide_LastChance_NeverWaitsAndOthersAreNeverRefusedInPassing() => Questions.Sample(question =>
        question.Decide().Verdict != (question.IsLastChance ? ReserveVerdict.Wait : ReserveVerdict.RefusedPassing));

    [Fact]
    public void Decide_NotGranted_NamesAWindowWithACap() => Questions.Sample(question =>
    {
        var decision = question.Decide();
        return decision.Verdict == ReserveVerdict.Granted ? decision.Window == -1 : question.Windows[decision.Window].Cap is not null;
    });

    [Theory]
    [InlineData(-1, 1, 1)]
    [InlineData(1, -1, 1)]
    [InlineData(1, 1, -1)]
    [InlineData(1, 1, 2)]
    public void Decide_Nonsense_Throws(long input, long asked, long floor) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ReserveDecision.Decide([], input, asked, floor, lastChance: false));

    private sealed record Question(WindowState[] Windows, long Input, long Asked, long Floor, bool IsLastChance)
    {
        public ReserveDecision Decide() => ReserveDecision.Decide(Windows, Input, Asked, Floor, IsLastChance);

        public Question WithoutPending() => this with { Windows = [.. Windows.Select(window => window with { Pending = 0 })] };

        public override string ToString() => $"{string.Join(", ", Windows)}; input {Input}, asked {Asked}, floor {Floor}, last chance {IsLastChance}";
    }
}
