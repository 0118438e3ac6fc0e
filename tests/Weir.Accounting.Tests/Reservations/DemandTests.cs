using CsCheck;

namespace Weir.Accounting.Tests.Reservations;

public sealed class DemandTests
{
    [Fact]
    public void At_EveryUnit_WeighsAsTheOracleSays() => Gen.Select(Question.Small, Gen.Enum<BudgetUnit>(), Gen.Long[0, 200]).Sample((question, unit, output) =>
        question.Demand.In(unit, output) == question.PlainDemand.At(output, unit) && question.Demand.At(output).In(unit) == question.Demand.In(unit, output));

    [Fact]
    public void MostOutput_InAnyRoom_FitsAndOneMoreDoesNot() =>
        Gen.Select(Question.Extreme, Gen.Enum<BudgetUnit>(), Gen.Long[-5, long.MaxValue]).Sample((question, unit, room) =>
        {
            var plain = question.PlainDemand;
            return question.Demand.MostOutput(unit, room, question.Asked) is { } most
                ? plain.At(most, unit) <= room && (most == question.Asked || plain.At(most + 1, unit) > room)
                : plain.At(0, unit) > room;
        });

    [Fact]
    public void Dearest_OfTwo_WeighsAsMuchAsEither() => Gen.Select(Question.Small, Question.Small, Gen.Enum<BudgetUnit>(), Gen.Long[0, 200]).Sample(
        (one, other, unit, output) =>
            Demand.Dearest(one.Demand, other.Demand).In(unit, output) >= Math.Max(one.Demand.In(unit, output), other.Demand.In(unit, output)));

    /// <summary>A third of a nano-dollar a token: three of them are one, not three.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    public void At_FractionsOfANanoDollar_RoundsUpOnce(long output, long nanoDollars)
    {
        var demand = new Demand(0, default, ExactMoney.PerToken(333_333));

        Assert.Equal(nanoDollars, demand.At(output).NanoDollars);
    }

    [Fact]
    public void At_MoreThanCanBeCounted_Throws()
    {
        var demand = new Demand(1, default, ExactMoney.PerToken(long.MaxValue));

        Assert.Throws<OverflowException>(() => demand.At(1L << 40));
        Assert.Throws<OverflowException>(() => demand.In(BudgetUnit.Tokens, long.MaxValue));
    }

    [Fact]
    public void Demand_NegativeInput_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => Demand.OfTokens(-1));
}
