using System.Globalization;

namespace Weir.Accounting.Tests.Pricing;

/// <summary>
/// Usage objects as the wire has them, reckoned by hand at the shipped prices. A dollar a million tokens is 1,000 nano-dollars a token.
/// </summary>
public sealed class GoldenCostTests
{
    private static readonly DateTimeOffset Day = DateTimeOffset.Parse("2026-11-24T12:00Z", CultureInfo.InvariantCulture);

    private static readonly PriceBook Book = ShippedPrices.Anthropic.ToBook();

    // {"input_tokens":25,"output_tokens":15}
    [Fact]
    public void CostOf_PlainAnswer_ToTheNanoDollar() => AssertCost(
        "claude-opus-5-5", new(25, 0, 0, 0, 15), Circumstances.None,
        (25 * 4_000) + (15 * 20_000), // 400,000
        400_000);

    // {"input_tokens":3,"cache_creation_input_tokens":7885,"cache_read_input_tokens":8809,
    //  "cache_creation":{"ephemeral_5m_input_tokens":2885,"ephemeral_1h_input_tokens":5000},
    //  "output_tokens":612,"output_tokens_details":{"thinking_tokens":400},"service_tier":"standard","inference_geo":"global"}
    [Fact]
    public void CostOf_BothCachesAndThinking_ToTheNanoDollar() => AssertCost(
        "claude-fable-5-2", new(3, 8_809, 2_885, 5_000, 612), new() { ServiceTier = "standard", InferenceGeo = "global" },
        (3 * 8_000) + (8_809 * 200) + (2_885 * 10_000) + (5_000 * 16_000) + (612 * 40_000), // 24,000 + 1,761,800 + 28,850,000 + 80,000,000 + 24,480,000
        135_115_800);

    // {"input_tokens":0,"cache_read_input_tokens":104815,"output_tokens":1,"service_tier":"standard","inference_geo":"not_available"}
    [Fact]
    public void CostOf_CacheReadOnly_ToTheNanoDollar() => AssertCost(
        "claude-sonnet-5-5", new(0, 104_815, 0, 0, 1), new() { ServiceTier = "standard", InferenceGeo = "not_available" },
        (104_815 * 100) + (1 * 10_000), // 10,481,500 + 10,000
        10_491_500);

    // {"input_tokens":2048,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":341}, stop_reason "tool_use"
    [Fact]
    public void CostOf_ToolsOfTheCaller_CostTheirTokensAlone() => AssertCost(
        "claude-haiku-4-5-20251001", new(2_048, 0, 0, 0, 341), Circumstances.None,
        (2_048 * 1_000) + (341 * 5_000), // 2,048,000 + 1,705,000
        3_753_000);

    // {"input_tokens":60000,"cache_read_input_tokens":40000,"output_tokens":1000}: 100,000 in all are not over 100,000
    [Fact]
    public void CostOf_PromptAtTheThreshold_IsShort() => AssertCost(
        "claude-haiku-5-5", new(60_000, 40_000, 0, 0, 1_000), Circumstances.None,
        (60_000 * 100) + (40_000 * 10) + (1_000 * 500), // 6,000,000 + 400,000 + 500,000
        6_900_000);

    // {"input_tokens":60001,"cache_read_input_tokens":40000,"output_tokens":1000}: five times as dear, every token of it
    [Fact]
    public void CostOf_LongContext_ToTheNanoDollar() => AssertCost(
        "claude-haiku-5-5", new(60_001, 40_000, 0, 0, 1_000), Circumstances.None,
        (60_001 * 500) + (40_000 * 50) + (1_000 * 2_500), // 30,000,500 + 2,000,000 + 2,500,000
        34_500_500);

    // {"input_tokens":200001,"output_tokens":10}: twice the input, one and a half times the output
    [Fact]
    public void CostOf_LongContextOfSonnet_ToTheNanoDollar() => AssertCost(
        "claude-sonnet-4-5-20250929", new(200_001, 0, 0, 0, 10), Circumstances.None,
        (200_001 * 6_000) + (10 * 22_500), // 1,200,006,000 + 225,000
        1_200_231_000);

    // {"input_tokens":1200,"output_tokens":800,"speed":"fast"}
    [Fact]
    public void CostOf_FastMode_IsTwice() => AssertCost(
        "claude-opus-5-5", new(1_200, 0, 0, 0, 800), new() { Speed = "fast" },
        (1_200 * 8_000) + (800 * 40_000), // 9,600,000 + 32,000,000
        41_600_000);

    // {"input_tokens":2,"cache_creation_input_tokens":1093,"cache_read_input_tokens":15516,
    //  "cache_creation":{"ephemeral_5m_input_tokens":1093,"ephemeral_1h_input_tokens":0},"output_tokens":208,
    //  "service_tier":"standard","inference_geo":"us","speed":"fast"}
    [Fact]
    public void CostOf_FastInTheUs_MultipliersStack() => AssertCost(
        "claude-opus-5-5", new(2, 15_516, 1_093, 0, 208), new() { Speed = "fast", ServiceTier = "standard", InferenceGeo = "us" },
        ((2 * 4_000) + (15_516 * 200) + (1_093 * 5_000) + (208 * 20_000)) * 22 / 10, // (8,000 + 3,103,200 + 5,465,000 + 4,160,000) × 2.2
        28_019_640);

    // {"input_tokens":20345,"output_tokens":740,"server_tool_use":{"web_search_requests":3,"web_fetch_requests":2},"service_tier":"standard"}
    [Fact]
    public void CostOf_WebSearch_HasItsFee() => AssertCost(
        "claude-sonnet-5-5",
        new(20_345, 0, 0, 0, 740),
        new() { ServiceTier = "standard", Tools = [new("web_search", 3), new("web_fetch", 2)] },
        (20_345 * 2_000) + (740 * 10_000) + (3 * 10_000_000), // 40,690,000 + 7,400,000 + 30,000,000
        78_090_000);

    // {"input_tokens":1000,"output_tokens":500,"service_tier":"batch"}
    [Fact]
    public void CostOf_Batch_IsHalf() => AssertCost(
        "claude-sonnet-4-6", new(1_000, 0, 0, 0, 500), new() { ServiceTier = "batch" },
        (1_000 * 1_500) + (500 * 7_500), // 1,500,000 + 3,750,000
        5_250_000);

    // {"input_tokens":410,"output_tokens":585,"service_tier":"priority"}
    [Fact]
    public void CostOf_Priority_IsTheListPrice() => AssertCost(
        "claude-opus-5", new(410, 0, 0, 0, 585), new() { ServiceTier = "priority" },
        (410 * 5_000) + (585 * 25_000), // 2,050,000 + 14,625,000
        16_675_000);

    // {"input_tokens":0,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":0,"server_tool_use":{"web_search_requests":0}}
    [Fact]
    public void CostOf_AllZero_IsNothing() => AssertCost("claude-opus-5-5", default, new() { Tools = [new("web_search", 0)] }, 0, 0);

    // {"input_tokens":12,"cache_creation_input_tokens":19988,"cache_read_input_tokens":980000,
    //  "cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":19988},"output_tokens":128000}
    [Fact]
    public void CostOf_AFullWindow_HasNoSurchargeForLength() => AssertCost(
        "claude-fable-5-2", new(12, 980_000, 0, 19_988, 128_000), Circumstances.None,
        (12 * 8_000) + (980_000 * 200) + (19_988 * 16_000) + (128_000L * 40_000), // 96,000 + 196,000,000 + 319,808,000 + 5,120,000,000
        5_635_904_000);

    // 2^40 = 1,099,511,627,776 tokens of output: the largest count that is believed
    [Fact]
    public void CostOf_Huge_ToTheNanoDollar() => AssertCost(
        "claude-opus-4-1-20250805", new(0, 0, 0, 0, 1L << 40), Circumstances.None,
        (1L << 40) * 75_000,
        82_463_372_083_200_000);

    // {"input_tokens":1,"cache_read_input_tokens":1,"cache_creation":{"ephemeral_5m_input_tokens":3},"output_tokens":0,"service_tier":"batch","inference_geo":"us"}
    [Fact]
    public void CostOf_FractionsOfANanoDollar_AreRoundedUpOnce() => AssertCost(
        "claude-haiku-5-5", new(1, 1, 3, 0, 0), new() { ServiceTier = "batch", InferenceGeo = "us" },
        267, // (100 + 10 + 3 × 125) × 0.5 × 1.1 = 266.75; rounded class by class it would be 55 + 6 + 207 = 268
        267);

    // A cache read of 10 nano-dollars is 5.5 in a batch in the US: four are 22, though one alone is 6.
    [Theory]
    [InlineData(1, 6)]
    [InlineData(2, 11)]
    [InlineData(4, 22)]
    public void CostOf_SeveralTokens_AreNotRoundedOneByOne(long cacheReads, long nanoDollars) => AssertCost(
        "claude-haiku-5-5", new(0, cacheReads, 0, 0, 0), new() { ServiceTier = "batch", InferenceGeo = "us" }, ((cacheReads * 55) + 9) / 10, nanoDollars);

    // "speed":"warp": the dearest speed that is known is fast
    [Fact]
    public void CostOf_UnknownSpeed_TakesTheDearestAndIsFlagged() => AssertCost(
        "claude-opus-5-5", new(1_200, 0, 0, 0, 800), new() { Speed = "warp" }, 41_600_000, 41_600_000, isFlagged: true);

    // "inference_geo":"mars" takes the price of the US, "service_tier":"flex" that of the standard, which is the dearest
    [Fact]
    public void CostOf_UnknownPlaceAndTier_TakeTheDearestAndAreFlagged() => AssertCost(
        "claude-opus-5-5", new(100, 0, 0, 0, 0), new() { InferenceGeo = "mars", ServiceTier = "flex" }, 100 * 4_400, 440_000, isFlagged: true);

    // {"server_tool_use":{"crystal_ball_requests":2}}
    [Fact]
    public void CostOf_UnknownTool_TakesTheDearestFeeAndIsFlagged() => AssertCost(
        "claude-opus-5-5", default, new() { Tools = [new("crystal_ball", 2)] }, 20_000_000, 20_000_000, isFlagged: true);

    // "model":"claude-next-1": the fallback of 15 and 75 dollars
    [Fact]
    public void CostOf_UnknownModel_TakesTheFallbackAndIsFlagged() => AssertCost(
        "claude-next-1", new(1_000, 0, 0, 0, 100), Circumstances.None, (1_000 * 15_000) + (100 * 75_000), 22_500_000, isFlagged: true);

    private static void AssertCost(string model, Usage usage, Circumstances reported, long reckoned, long nanoDollars, bool isFlagged = false)
    {
        Assert.Equal(nanoDollars, reckoned);
        Assert.Equal(new(nanoDollars, isFlagged), Book.Find("anthropic", model, Day).CostOf(usage, reported));
    }
}
