using System.Numerics;
using CsCheck;

namespace Weir.Accounting.Tests.Pricing;

public sealed class ExactMoneyTests
{
    [Fact]
    public void PerToken_TimesTokens_IsTheFractionRoundedUp() =>
        Gen.Select(Gen.Long[0, 1L << 40], Gen.Long[0, 1L << 45], Gen.Int[0, 100_000].Array[0, 4]).Sample((tokens, price, permille) =>
        {
            var numerator = permille.Aggregate((BigInteger)tokens * price, (product, multiplier) => product * multiplier);
            var denominator = 1_000_000 * BigInteger.Pow(1_000, permille.Length);
            var exact = (numerator + denominator - 1) / denominator;
            return Counted(() => (tokens * ExactMoney.PerToken(price, permille)).NanoDollarsUp) == (exact <= long.MaxValue ? (long)exact : null);
        });

    [Fact]
    public void FromNanoDollars_RoundedUp_IsTheSame() => Gen.Long[0, long.MaxValue].Sample(amount =>
        ExactMoney.FromNanoDollars(amount).NanoDollarsUp == amount);

    [Fact]
    public void CountWithin_OfNothing_IsAllThatWasAskedFor() => Assert.Equal(7, default(ExactMoney).CountWithin(default, 7));

    [Fact]
    public void Order_OfAmounts_IsThatOfTheirNanoDollars() => Gen.Select(Gen.Long[0, 1_000], Gen.Long[0, 1_000]).Sample((one, other) =>
    {
        var (left, right) = (ExactMoney.FromNanoDollars(one), ExactMoney.FromNanoDollars(other));
        return left.CompareTo(right) == one.CompareTo(other) && left < right == one < other && left > right == one > other
            && left <= right == one <= other && left >= right == one >= other && ExactMoney.Max(left, right).NanoDollarsUp == Math.Max(one, other);
    });

    [Fact]
    public void PerToken_Nonsense_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ExactMoney.PerToken(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExactMoney.PerToken(1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExactMoney.PerToken(1, 1, 1, 1, 1, 1));
        Assert.Throws<OverflowException>(() => ExactMoney.FromNanoDollars(-1));
    }

    private static long? Counted(Func<long> count)
    {
        try
        {
            return count();
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
