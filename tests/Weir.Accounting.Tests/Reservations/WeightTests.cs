using CsCheck;

namespace Weir.Accounting.Tests.Reservations;

public sealed class WeightTests
{
    private static readonly Gen<Weight> Weights = Gen.Select(
        Gen.Long[0, 1L << 50], Gen.Long[0, 1L << 50], Gen.Long[0, 1L << 60], Gen.Long[0, 1], (input, output, money, requests) => new Weight(input, output, money, requests));

    [Fact]
    public void Posted_AnyUsage_WeighsItsClassesInTheirUnits()
    {
        var weight = Weight.Posted(new Usage(1, 20, 300, 4_000, 50_000), 77);

        Assert.Equal(
            [54_321, 4_321, 50_000, 77, 1],
            Enum.GetValues<BudgetUnit>().Select(weight.In));
    }

    [Fact]
    public void Nothing_InEveryUnit_IsZero() => Assert.All(Enum.GetValues<BudgetUnit>(), unit => Assert.Equal(0, Weight.Nothing.In(unit)));

    [Fact]
    public void Difference_AddedAgain_IsTheWholeInEveryUnit() => Gen.Select(Weights, Weights, Gen.Enum<BudgetUnit>()).Sample((one, other, unit) =>
        (one - other + other).In(unit) == one.In(unit) && (one - other).In(unit) == one.In(unit) - other.In(unit));

    [Fact]
    public void Sum_BeyondWhatCanBeCounted_Throws() =>
        Assert.Throws<OverflowException>(() => new Weight(0, 0, long.MaxValue, 0) + new Weight(0, 0, 1, 0));
}
