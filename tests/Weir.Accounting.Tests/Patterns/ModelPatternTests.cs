namespace Weir.Accounting.Tests.Patterns;

public sealed class ModelPatternTests
{
    [Theory]
    [InlineData("claude-opus-4-5", true)]
    [InlineData("claude-*", true)]
    [InlineData("*", true)]
    [InlineData("", false)]
    [InlineData("a*b", false)]
    [InlineData("**", false)]
    [InlineData(" a", false)]
    [InlineData("a\n", false)]
    public void IsWellFormed_Pattern_AsItIs(string pattern, bool isWellFormed) => Assert.Equal(isWellFormed, ModelPattern.IsWellFormed(pattern));

    [Fact]
    public void IsWellFormed_Longer_ThanAnyNameIs() => Assert.False(ModelPattern.IsWellFormed(new string('a', 201)));

    [Theory]
    [InlineData("qwen3", "qwen3:latest", int.MaxValue)]
    [InlineData("qwen3:latest", "qwen3", int.MaxValue)]
    [InlineData("qwen*", "qwen3:8b", 5)]
    [InlineData("*", "qwen3:8b", 1)]
    [InlineData("qwen3", "qwen3:8b", null)]
    [InlineData("Qwen*", "qwen3", null)]
    public void Fit_Model_TheCloserTheHigher(string pattern, string model, int? fit)
    {
        Assert.Equal(fit, ModelPattern.Fit(pattern, model));
        Assert.Equal(fit is not null, ModelPattern.Fits(pattern, model));
    }
}
