using Weir.Settings;
using Xunit;

namespace Weir.IntegrationTests.Settings;

public sealed class DotEnvFileTests
{
    [Theory]
    [InlineData("A=b", "b")]
    [InlineData("  export A = b  ", "b")]
    [InlineData("A=b # what it is", "b")]
    [InlineData("A=b#c", "b#c")]
    [InlineData("A=\"b # c\" # d", "b # c")]
    [InlineData("A='b \\n \"c\"'", "b \\n \"c\"")]
    [InlineData("A=\"b\\n\\\"c\\\\\"", "b\n\"c\\")]
    [InlineData("A=\"C:\\pass\"", "C:\\pass")]
    [InlineData("A=\"\\$5 \\'\\# \\r\\t\"", "$5 \\'\\# \r\t")]
    [InlineData("A=b=c", "b=c")]
    [InlineData("A=", "")]
    [InlineData("A=# nothing", "")]
    public void Line_NameAndValue_IsRead(string line, string value)
    {
        var problems = new List<string>();

        Assert.Equal(new("A", value), Assert.Single(DotEnvFile.Parse([line], problems)));
        Assert.Empty(problems);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("# A=b")]
    public void Line_EmptyOrComment_IsPassedOver(string line)
    {
        var problems = new List<string>();

        Assert.Empty(DotEnvFile.Parse([line], problems));
        Assert.Empty(problems);
    }

    [Theory]
    [InlineData("secret")]
    [InlineData("=secret")]
    [InlineData("A B=secret")]
    [InlineData("A=\"secret")]
    [InlineData("A='secret' more")]
    public void Line_Unreadable_IsNamedByItsNumberAndNotShown(string line)
    {
        var problems = new List<string>();

        Assert.Equal(new("B", "c"), Assert.Single(DotEnvFile.Parse(["# first", line, "B=c"], problems)));
        var problem = Assert.Single(problems);
        Assert.Contains(".env, line 2", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
    }
}
