using System.Globalization;

namespace Weir.Accounting.Tests.Pricing;

public sealed class ShippedPricesTests
{
    private static readonly ShippedPrices Shipped = ShippedPrices.Anthropic;

    private static readonly DateTimeOffset Today = new(Shipped.Date, TimeOnly.MinValue, TimeSpan.Zero);

    [Fact]
    public void Table_HasItsSourceAndDate()
    {
        Assert.StartsWith("https://platform.claude.com/docs/", Shipped.Source, StringComparison.Ordinal);
        Assert.Equal(new DateOnly(2026, 11, 24), Shipped.Date);
    }

    [Fact]
    public void Table_AsABook_HasNoProblems() => Assert.Equal(Shipped.Prices.Length, Shipped.ToBook().Prices.Length);

    /// <summary>Input, cache read, cache writes of 5 minutes and an hour, output: nano-dollars a token.</summary>
    [Theory]
    [InlineData("claude-fable-5-2", 8_000, 200, 10_000, 16_000, 40_000)]
    [InlineData("claude-mythos-5-2", 8_000, 200, 10_000, 16_000, 40_000)]
    [InlineData("claude-fable-5-1", 10_000, 250, 12_500, 20_000, 50_000)]
    [InlineData("claude-fable-5", 10_000, 1_000, 12_500, 20_000, 50_000)]
    [InlineData("claude-fable-5-20260609", 10_000, 1_000, 12_500, 20_000, 50_000)]
    [InlineData("claude-opus-5-5", 4_000, 200, 5_000, 8_000, 20_000)]
    [InlineData("claude-opus-5", 5_000, 500, 6_250, 10_000, 25_000)]
    [InlineData("claude-opus-5-20260724", 5_000, 500, 6_250, 10_000, 25_000)]
    [InlineData("claude-opus-4-8", 5_000, 500, 6_250, 10_000, 25_000)]
    [InlineData("claude-opus-4-7", 5_000, 500, 6_250, 10_000, 25_000)]
    [InlineData("claude-opus-4-6", 5_000, 500, 6_250, 10_000, 25_000)]
    [InlineData("claude-opus-4-5-20251101", 5_000, 500, 6_250, 10_000, 25_000)]
    [InlineData("claude-opus-4-1-20250805", 15_000, 1_500, 18_750, 30_000, 75_000)]
    [InlineData("claude-opus-4-20250514", 15_000, 1_500, 18_750, 30_000, 75_000)]
    [InlineData("claude-sonnet-5-5", 2_000, 100, 2_500, 4_000, 10_000)]
    [InlineData("claude-sonnet-5", 2_000, 200, 2_500, 4_000, 10_000)]
    [InlineData("claude-sonnet-4-6", 3_000, 300, 3_750, 6_000, 15_000)]
    [InlineData("claude-sonnet-4-5-20250929", 3_000, 300, 3_750, 6_000, 15_000)]
    [InlineData("claude-sonnet-4-20250514", 3_000, 300, 3_750, 6_000, 15_000)]
    [InlineData("claude-haiku-5-5", 100, 10, 125, 200, 500)]
    [InlineData("claude-haiku-4-5-20251001", 1_000, 100, 1_250, 2_000, 5_000)]
    [InlineData("claude-3-5-haiku-20241022", 800, 80, 1_000, 1_600, 4_000)]
    public void Rates_OfAModel_AreThePublishedOnes(string model, long input, long cacheRead, long write5m, long write1h, long output) => Assert.Equal(
        new(input * 1_000_000, cacheRead * 1_000_000, write5m * 1_000_000, write1h * 1_000_000, output * 1_000_000),
        Shipped.ToBook().Find("anthropic", model, Today).Rates);

    /// <summary>The vendor's rule, which holds for all: five minutes are a quarter dearer than input, an hour twice as dear.</summary>
    [Fact]
    public void Rates_OfCacheWrites_AreMultiplesOfInput() => Assert.All(Shipped.Prices, price =>
    {
        Assert.Equal(price.Rates.Input * 5 / 4, price.Rates.CacheWrite5m);
        Assert.Equal(price.Rates.Input * 2, price.Rates.CacheWrite1h);
    });

    [Theory]
    [InlineData("2026-10-06T23:59:59Z", 200_000_000)]
    [InlineData("2026-10-07T00:00:00Z", 100_000_000)]
    public void Rates_ThatChanged_DependOnTheInstant(string instant, long cacheRead) => Assert.Equal(
        cacheRead, Shipped.ToBook().Find("anthropic", "claude-sonnet-5-5", DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture)).Rates.CacheRead);

    [Theory]
    [InlineData("claude-opus-5-6")]
    [InlineData("claude-opus-6")]
    [InlineData("claude-sonnet-5-6")]
    [InlineData("claude-haiku-6")]
    [InlineData("gpt-6")]
    public void Find_ModelThatCameLater_IsTheFallbackAndNotItsPredecessor(string model) =>
        Assert.True(Shipped.ToBook().Find("anthropic", model, Today).IsFallback);

    [Fact]
    public void Fallback_IsAsDearAsTheDearest() => Assert.All(Shipped.Prices, price =>
    {
        Assert.True(Shipped.Fallback.Rates.Input >= price.Rates.Input && Shipped.Fallback.Rates.Output >= price.Rates.Output, price.Name);
        Assert.True(Shipped.Fallback.Rates.CacheRead >= price.Rates.CacheRead && Shipped.Fallback.Rates.CacheWrite1h >= price.Rates.CacheWrite1h, price.Name);
    });

    [Fact]
    public void Fees_OfWebSearch_AreTenDollarsAThousand() =>
        Assert.All(Shipped.Prices.Add(Shipped.Fallback), price => Assert.Equal(10_000_000, price.ToolFees["web_search"]));
}
