using System.Globalization;

namespace Weir.Accounting.Tests.Pricing;

public sealed class PriceBookTests
{
    private static readonly DateTimeOffset March = DateTimeOffset.Parse("2026-03-01T00:00Z", CultureInfo.InvariantCulture);

    private static readonly Price Fallback = Of("fallback", "*") with { IsFallback = true };

    [Theory]
    [InlineData("claude-opus-4-5", "exact")]
    [InlineData("claude-opus-4-5-20251101", "longer")]
    [InlineData("claude-opus-4-1", "shorter")]
    [InlineData("gpt-6", "fallback")]
    public void Find_Patterns_TheClosestFits(string model, string name)
    {
        var book = new PriceBook([Of("shorter", "claude-opus-4*"), Of("longer", "claude-opus-4-5*"), Of("exact", "claude-opus-4-5")], Fallback);

        Assert.Equal(name, book.Find("any", model, March).Name);
    }

    [Fact]
    public void Find_PriceOfTheUpstream_GoesBeforeThatOfAny()
    {
        var book = new PriceBook([Of("any", "qwen3:8b"), Of("own", "*") with { Upstream = "box" }], Fallback);

        Assert.Equal("own", book.Find("box", "qwen3:8b", March).Name);
        Assert.Equal("any", book.Find("cloud", "qwen3:8b", March).Name);
        Assert.Equal("any", book.Find("cloud", "qwen3:8b:latest", March).Name);
        Assert.Equal("fallback", book.Find("cloud", "qwen3:4b", March).Name);
    }

    [Fact]
    public void Find_Versions_TheOneThatIsValidAtTheInstant()
    {
        var (first, second) = (Of("first", "m"), Of("second", "m") with { ValidFrom = March });
        var book = new PriceBook([second, first], Fallback);

        Assert.Equal(first, book.Find("any", "m", March.AddTicks(-1)));
        Assert.Equal(second, book.Find("any", "m", March));
        Assert.Equal(second, book.Find("any", "m", March.AddYears(10)));
    }

    [Fact]
    public void Find_OwnPrice_GoesBeforeTheShippedHoweverCloselyThatFits()
    {
        var shipped = Of("shipped", "claude-opus-4-5") with { IsShipped = true };
        var book = new PriceBook([Of("own", "claude-*") with { ValidUntil = March }, shipped], Fallback);

        Assert.Equal("own", book.Find("any", "claude-opus-4-5", March.AddTicks(-1)).Name);
        Assert.Equal("shipped", book.Find("any", "claude-opus-4-5", March).Name);
        Assert.Equal("fallback", book.Find("any", "claude-haiku-4-5", March).Name);
    }

    [Fact]
    public void Find_NoPrice_IsTheFallbackThatIsValid()
    {
        var own = Of("own", "*") with { IsFallback = true, ValidFrom = March, ValidUntil = March.AddDays(2) };
        var later = Of("later", "*") with { IsFallback = true, ValidFrom = March.AddDays(1), ValidUntil = March.AddDays(2) };
        var book = new PriceBook([later, own], Fallback);

        Assert.Equal(
            ["fallback", "own", "later", "fallback"],
            new[] { March.AddTicks(-1), March, March.AddDays(1), March.AddDays(2) }.Select(at => book.Find("any", "m", at).Name));
    }

    [Fact]
    public void Book_FallbackThatEnds_CannotBeTheLast() =>
        Assert.Throws<ArgumentException>(() => new PriceBook([], Fallback with { ValidUntil = March }));

    [Fact]
    public void Find_BeforeTheFirstVersion_IsTheFallback() => Assert.Equal(
        Fallback, new PriceBook([Of("later", "m") with { ValidFrom = March }], Fallback).Find("any", "m", March.AddTicks(-1)));

    [Fact]
    public void Find_ById_IsEveryVersionThatEverWas()
    {
        var (first, second) = (Of("first", "m"), Of("second", "m") with { ValidFrom = March });
        var book = new PriceBook([first, second], Fallback);

        Assert.Equal([first, second, Fallback], new[] { first, second, Fallback }.Select(price => book.Find(price.Id)!));
        Assert.Null(book.Find(PriceId.New()));
    }

    [Fact]
    public void Book_SameModelsFromTheSameInstant_Throws() =>
        Assert.Throws<ArgumentException>(() => new PriceBook([Of("one", "a", "b"), Of("other", "b")], Fallback));

    [Fact]
    public void Book_SameIdTwice_Throws() =>
        Assert.Throws<ArgumentException>(() => new PriceBook([Fallback with { IsFallback = false }], Fallback));

    [Fact]
    public void Book_FallbackThatIsNone_Throws() => Assert.Throws<ArgumentException>(() => new PriceBook([], Of("no fallback", "*")));

    [Fact]
    public void Book_PriceWithProblems_SaysWhich()
    {
        var exception = Assert.Throws<ArgumentException>(() => new PriceBook([Of("slip", "a*b")], Fallback));

        Assert.Contains("slip", exception.Message, StringComparison.Ordinal);
    }

    private static Price Of(string name, params string[] models) => new()
    {
        Id = PriceId.New(),
        Name = name,
        Models = [.. models],
        Rates = new(1_000, 1_000, 1_000, 1_000, 1_000),
    };
}
