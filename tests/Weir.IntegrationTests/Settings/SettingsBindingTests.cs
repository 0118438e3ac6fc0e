using System.Net;
using Weir.Proxy.Dialects;
using Weir.Settings;
using Weir.Storage.Accounts;
using Xunit;

namespace Weir.IntegrationTests.Settings;

public sealed class SettingsBindingTests
{
    [Fact]
    public void Settings_NothingWritten_AreTheDefaults()
    {
        var settings = Written.Bind();

        Assert.Equal((IPAddress.Loopback, 3000), (settings.Host, settings.Port));
        Assert.Equal(Path.GetFullPath("data"), settings.DataFolder);
        Assert.Equal((RegistrationMode.Closed, 100_000), (settings.Accounts.Registration, settings.Accounts.NewcomerTokens));
        Assert.Equal(TimeSpan.FromSeconds(30), settings.StopDeadline);
        Assert.Empty(settings.Upstreams);
        Assert.Empty(settings.Routes);
        Assert.Empty(settings.DefaultModels);
    }

    [Fact]
    public void Settings_SeveralWrong_AreAllNamedAtOnceWithARemedy()
    {
        var problems = Written.Problems(
            ("PORT", "70000"), ("HOST", "here"), ("ANTHROPIC_BASE_URL", "api.anthropic.com"), ("Weir__Log", "xml"), ("Weir__StopSeconds", "-1"));

        Assert.Equal(5, problems.Count);
        Assert.Contains("PORT is \"70000\": write a whole number from 0 to 65535, for example 3000.", problems);
        Assert.Contains("Weir__Log is \"xml\": write text or json.", problems);
        Assert.Contains(problems, problem => problem.StartsWith("HOST is \"here\"", StringComparison.Ordinal) && problem.Contains("127.0.0.1", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith("ANTHROPIC_BASE_URL", StringComparison.Ordinal) && problem.Contains("https://", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Weir__Registration", "friends", "Weir__Registration is \"friends\": write closed or invite or open.")]
    [InlineData("Weir__NewcomerTokens", "-1", "Weir__NewcomerTokens is \"-1\": write a whole number from 0 to 1000000000000000, for example 100000.")]
    public void Registration_Wrong_IsRefused(string name, string value, string problem) => Assert.Equal(problem, Assert.Single(Written.Problems((name, value))));

    [Fact]
    public void Settings_MisspeltName_IsRefused() =>
        Assert.StartsWith("Weir__Prot is no setting of Weir", Assert.Single(Written.Problems(("Weir__Prot", "3000"))), StringComparison.Ordinal);

    [Fact]
    public void DatabaseUrl_WithAMasterKey_TurnsSqliteOff()
    {
        var settings = Written.Bind(("DATABASE_URL", "postgres://weir:s3cret@db/weir"), ("WEIR_MASTER_KEY", "six purple otters sing at midnight"));

        Assert.Equal("db:5432/weir", settings.Database?.ToString());
        Assert.Equal("db:5432/weir", settings.DatabaseName);
    }

    [Fact]
    public void DatabaseUrl_WithoutAMasterKey_IsRefused()
    {
        var problem = Assert.Single(Written.Problems(("DATABASE_URL", "postgres://weir:s3cret@db/weir")));

        Assert.StartsWith("WEIR_MASTER_KEY is missing: with DATABASE_URL it wraps the key ring", problem, StringComparison.Ordinal);
        Assert.Contains("openssl rand -base64 32", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mysql://weir:s3cret@db/weir")]
    [InlineData("postgres://weir:s3cret@/weir")]
    [InlineData("postgres://weir:s3cret@db:port/weir")]
    public void DatabaseUrl_Wrong_IsRefusedWithAnExampleAndWithoutBeingShown(string url)
    {
        var problem = Assert.Single(Written.Problems(("DATABASE_URL", url)));

        Assert.StartsWith("DATABASE_URL cannot be used. ", problem, StringComparison.Ordinal);
        Assert.Contains("postgres://weir:password@server:5432/weir", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void RetentionDays_IsOffUnlessWrittenAndNoLessThanTwo()
    {
        Assert.Null(Written.Bind().RetentionAge);
        Assert.Equal(TimeSpan.FromDays(30), Written.Bind(("Weir__RetentionDays", "30")).RetentionAge);
        Assert.Contains("write a whole number from 2 to 36500, for example 90", Assert.Single(Written.Problems(("Weir__RetentionDays", "1"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Models_WrittenAsAList_AreReadInOrder()
    {
        var models = Written.Bind(
            ("Weir__Models__10__Pattern", "b"), ("Weir__Models__2__Pattern", "a-*"), ("Weir__Models__2__ContextWindow", "200000")).Models;

        Assert.Equal(["a-*", "b"], models.Select(model => model.Pattern));
        Assert.Equal(200_000, models[0].ContextWindow);
    }

    [Fact]
    public void Models_WithoutPattern_AreRefused() =>
        Assert.StartsWith("Weir__Models__0__Pattern is missing", Assert.Single(Written.Problems(("Weir__Models__0__ContextWindow", "5"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("*-opus")]
    [InlineData("claude-**")]
    [InlineData(" claude")]
    public void Models_PatternThatFitsNothing_AreRefused(string pattern) =>
        Assert.Contains("a star can stand at the end alone", Assert.Single(Written.Problems(("Weir__Models__0__Pattern", pattern))), StringComparison.Ordinal);

    [Fact]
    public void DefaultModels_ByDialect_AreRead()
    {
        var models = ProxySettingsFactory.Create(Written.Bind(("Weir__DefaultModels__Ollama", "llama3.2"), ("Weir__DefaultModels__OpenAI", "gpt-5-mini"))).DefaultModels;

        Assert.Equal("llama3.2", models[Dialect.Ollama]);
        Assert.Equal("gpt-5-mini", models[Dialect.OpenAI]);
        Assert.False(models.ContainsKey(Dialect.Anthropic));
    }

    [Fact]
    public void TrustedProxies_AddressesAndNetworks_AreRead() => Assert.Equal(
        ["10.0.0.1/32", "172.16.0.0/12"], Written.Bind(("Weir__TrustedProxies", "10.0.0.1, 172.16.0.0/12")).TrustedProxies.Select(network => network.ToString()));

    [Fact]
    public void TrustedProxies_SomethingElse_IsRefused() =>
        Assert.Contains("\"proxy\"", Assert.Single(Written.Problems(("Weir__TrustedProxies", "10.0.0.1,proxy"))), StringComparison.Ordinal);
}
