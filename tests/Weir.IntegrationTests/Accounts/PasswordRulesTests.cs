using Weir.Authentication;
using Xunit;

namespace Weir.IntegrationTests.Accounts;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("short")]
    [InlineData("eleven char")]
    [InlineData("password1234")]
    [InlineData("Password123!")]
    [InlineData("P@ssw0rd1234")]
    [InlineData("passwordpassword")]
    [InlineData("qwertyuiop12")]
    [InlineData("123456789012")]
    [InlineData("210987654321")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("abababababab")]
    [InlineData("abcabcabcabc")]
    [InlineData("1q2w3e4r5t6y")]
    [InlineData("1qaz2wsx3edc")]
    [InlineData("iloveyou1234")]
    [InlineData("Welcome2026!!")]
    [InlineData("adminadmin12")]
    [InlineData("letmein12345")]
    [InlineData("mia.schmidt1")]
    [InlineData("Mia.Schmidt2026")]
    public void Password_ShortOrTriedFirst_IsRefused(string password) => Assert.NotNull(PasswordRules.Broken("mia.schmidt", password));

    [Theory]
    [InlineData("four green whales dance")]
    [InlineData("a long sentence of mine")]
    [InlineData("correct horse weather fifty")]
    [InlineData("kV9#tq2Lx0pZ")]
    [InlineData("dkwmxzpqorhv")]
    [InlineData("summer football cookie guitar")]
    [InlineData("ein ziemlich langer satz")]
    [InlineData("пароль без смысла")]
    public void Password_LongAndUncommon_IsTaken(string password) => Assert.Null(PasswordRules.Broken("mia.schmidt", password));

    [Fact]
    public void Password_TooLong_IsRefused() => Assert.NotNull(PasswordRules.Broken("mia", string.Concat(Enumerable.Range(0, 100).Select(i => $"{i * 7919}x"))));
}
