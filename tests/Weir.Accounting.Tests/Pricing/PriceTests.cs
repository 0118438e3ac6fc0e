using System.Collections.Immutable;
using CsCheck;

namespace Weir.Accounting.Tests.Pricing;

public sealed class PriceTests
{
    private static readonly Price Flat = new()
    {
        Id = PriceId.New(),
        Name = "flat",
        Models = ["*"],
        Rates = new(3_000_000_000, 300_000_000, 3_750_000_000, 6_000_000_000, 15_000_000_000),
        ToolFees = ImmutableDictionary<string, long>.Empty.Add("web_search", 10_000_000),
    };

    [Fact]
    public void CostOf_AnyUsage_IsTheFractionRoundedUpOnce() => PricedAttempt.Any.Sample(
        attempt => attempt.Price.CostOf(attempt.Usage, attempt.Reported).NanoDollars == attempt.PlainCost(), iter: 50_000);

    [Fact]
    public void WorstCase_AnyUsageWithinTheBound_CostsAtLeastAsMuch() => PricedAttempt.Any.Sample(
        attempt => attempt.Price.WorstCase(attempt.Bound, attempt.Asked).At(attempt.Usage.Output).NanoDollars
            >= attempt.Price.CostOf(attempt.Usage, attempt.Reported).NanoDollars,
        iter: 50_000);

    [Fact]
    public void WorstCase_LessOutputThanGranted_CostsAtMostAsMuch() => Gen.Select(PricedAttempt.Any, Gen.Long[0, 10_000]).Sample((attempt, more) =>
    {
        var demand = attempt.Price.WorstCase(attempt.Bound, attempt.Asked);
        return demand.At(attempt.Usage.Output + more).NanoDollars >= demand.At(attempt.Usage.Output).NanoDollars;
    });

    [Fact]
    public void WorstCase_OnceTheInputIsKnown_LiesBetweenTheBoundAndTheCost() => PricedAttempt.Any.Sample(
        attempt =>
        {
            var before = attempt.Price.WorstCase(attempt.Bound, attempt.Asked).At(attempt.Usage.Output);
            var known = attempt.Price.WorstCase(attempt.Usage, attempt.Asked).At(attempt.Usage.Output);
            return known.NanoDollars <= before.NanoDollars && known.InputTokens <= before.InputTokens
                && known.NanoDollars >= attempt.Price.CostOf(attempt.Usage, attempt.Reported).NanoDollars;
        },
        iter: 50_000);

    [Theory]
    [InlineData(false, false, 3_000)]
    [InlineData(true, false, 3_750)]
    [InlineData(true, true, 6_000)]
    public void WorstCase_ByWhatTheRequestAllows_TakesTheDearestClass(bool writes5m, bool writes1h, long nanoDollarsPerToken)
    {
        var demand = Flat.WorstCase(new BoundedInput(1_000, writes5m, writes1h), Circumstances.None);

        Assert.Equal(new(1_000, 0, 1_000 * nanoDollarsPerToken, 1), demand.At(0));
        Assert.Equal(15_000, demand.At(1).NanoDollars - demand.At(0).NanoDollars);
    }

    [Fact]
    public void WorstCase_Tools_HaveOneFeeEach() => Assert.Equal(
        20_000_000,
        Flat.WorstCase(new BoundedInput(0, false, false), new() { Tools = [new("web_search", 1), new("unheard_of", 1)] }).At(0).NanoDollars);

    [Fact]
    public void WorstCase_Discount_IsNotCountedOn()
    {
        var price = Flat with { ServiceTier = new() { Permille = ImmutableDictionary<string, int>.Empty.Add("batch", 500) } };

        Assert.Equal(3_000, price.WorstCase(new BoundedInput(1, false, false), new() { ServiceTier = "batch" }).At(0).NanoDollars);
        Assert.Equal(1_500, price.CostOf(new(1, 0, 0, 0, 0), new() { ServiceTier = "batch" }).NanoDollars);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("auto")]
    public void WorstCase_NothingAsked_TakesWhatTheUpstreamMayChoose(string? asked)
    {
        var price = Flat with { InferenceGeo = new() { Silent = 1_100 } };

        Assert.Equal(3_300, price.WorstCase(new BoundedInput(1, false, false), new() { InferenceGeo = asked }).At(0).NanoDollars);
        Assert.Equal(3_000, price.WorstCase(new BoundedInput(1, false, false), new() { InferenceGeo = "global" }).At(0).NanoDollars);
    }

    [Fact]
    public void WorstCase_UnknownValueAsked_TakesTheDearest()
    {
        var price = Flat with { Speed = new() { Permille = ImmutableDictionary<string, int>.Empty.Add("fast", 6_000) } };

        Assert.Equal(18_000, price.WorstCase(new BoundedInput(1, false, false), new() { Speed = "warp" }).At(0).NanoDollars);
        Assert.Equal(3_000, price.WorstCase(new BoundedInput(1, false, false), Circumstances.None).At(0).NanoDollars);
    }

    [Fact]
    public void WorstCase_BoundBeyondTheThreshold_HasTheLongPriceUntilTheInputIsKnown()
    {
        var price = Flat with { LongContext = new(100, 2_000, 1_500) };

        Assert.Equal((101 * 6_000) + 22_500, price.WorstCase(new BoundedInput(101, false, false), Circumstances.None).At(1).NanoDollars);
        Assert.Equal((100 * 3_000) + 15_000, price.WorstCase(new Usage(100, 0, 0, 0, 0), Circumstances.None).At(1).NanoDollars);
    }

    [Fact]
    public void CostOf_NegativeCounts_Throws() =>
        Assert.Throws<OverflowException>(() => Flat.CostOf(new(-1, 0, 0, 0, 0), Circumstances.None));

    [Fact]
    public void Problems_GoodPrice_HasNone() => Assert.Empty(Flat.Problems());

    [Fact]
    public void Problems_AllThatIsWrong_IsSaidAtOnce()
    {
        var price = Flat with
        {
            Rates = new(-1, 0, 0, 0, 0),
            Models = ["claude*opus"],
            Speed = new() { Permille = ImmutableDictionary<string, int>.Empty.Add("fast", -1) },
            InferenceGeo = new() { Silent = 1_000_000 },
            LongContext = new(-1, 999, 1_000),
        };

        Assert.Equal(6, price.Problems().Count());
    }

    [Fact]
    public void Problems_Fallback_MustNotBeFree() =>
        Assert.Single((Flat with { IsFallback = true, Rates = Flat.Rates with { CacheRead = 0 } }).Problems());

    /// <summary>600 dollars a million, twice in fast mode.</summary>
    [Fact]
    public void Problems_DearerThanAnything_IsASlip()
    {
        var price = Flat with { Rates = Flat.Rates with { Output = 600_000_000_000 } };
        var fast = price with { Speed = new() { Permille = ImmutableDictionary<string, int>.Empty.Add("fast", 2_000) } };

        Assert.Empty(price.Problems());
        Assert.Single(fast.Problems());
    }
}
