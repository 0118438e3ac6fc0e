using System.Net;
using Weir.Proxy.Upstreams;
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
        Assert.Equal(RegistrationMode.Closed, settings.Accounts.Registration);
        Assert.Equal(TimeSpan.FromSeconds(30), settings.StopDeadline);
        Assert.Null(settings.Anthropic);
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

    [Fact]
    public void Settings_MisspeltName_IsRefused() =>
        Assert.StartsWith("Weir__Prot is no setting of Weir", Assert.Single(Written.Problems(("Weir__Prot", "3000"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("sk ant")]
    [InlineData("sk-ant\nx")]
    [InlineData("schlüssel")]
    public void ApiKey_NoHeaderCanCarryIt_IsRefusedWithoutShowingIt(string key)
    {
        var problem = Assert.Single(Written.Problems(("ANTHROPIC_API_KEY", key)));

        Assert.StartsWith("ANTHROPIC_API_KEY", problem, StringComparison.Ordinal);
        Assert.DoesNotContain(key, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://api.anthropic.com", "https://api.anthropic.com/")]
    [InlineData("https://api.anthropic.com/v1/", "https://api.anthropic.com/")]
    [InlineData("http://box:8080/prefix/v1", "http://box:8080/prefix")]
    [InlineData("http://box:8080/prefix//", "http://box:8080/prefix")]
    public void BaseUrl_SlashOrVersionAtItsEnd_LosesThem(string written, string expected) =>
        Assert.Equal(expected, Written.Bind(("ANTHROPIC_BASE_URL", written)).Anthropic!.BaseUrl.AbsoluteUri);

    [Theory]
    [InlineData("127.0.0.1", "http://localhost:3000")]
    [InlineData("127.0.0.1", "http://127.0.0.1:3000/v1")]
    [InlineData("0.0.0.0", "http://[::1]:3000")]
    [InlineData("192.0.2.7", "http://192.0.2.7:3000")]
    public void Upstream_IsWeirItself_IsRefused(string host, string url) =>
        Assert.Contains("this Weir itself listens", Assert.Single(Written.Problems(("HOST", host), ("ANTHROPIC_BASE_URL", url))), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://localhost:3001")]
    [InlineData("http://192.0.2.7:3000")]
    public void Upstream_OtherPortOrMachine_IsTaken(string url) => Assert.NotNull(Written.Bind(("ANTHROPIC_BASE_URL", url)).Anthropic);

    [Fact]
    public void Upstream_NoneConfigured_LeavesItToTheSimulatedOne()
    {
        var proxy = ProxySettingsFactory.Create(Written.Bind());

        Assert.Empty(proxy.Routing.Upstreams);
    }

    [Fact]
    public void Upstream_KeyAlone_IsAnthropicsOwnAddress()
    {
        var upstream = Written.Bind(("ANTHROPIC_API_KEY", " sk-ant-1 ")).Anthropic!;

        Assert.Equal(("https://api.anthropic.com/", "sk-ant-1"), (upstream.BaseUrl.AbsoluteUri, upstream.ApiKey));
    }

    [Fact]
    public void DatabaseUrl_IsSet_IsRefusedWhilePostgresIsNotSupported() =>
        Assert.Contains("DATABASE_URL is set, but PostgreSQL is not supported yet", Assert.Single(Written.Problems(("DATABASE_URL", "postgres://db/weir"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("OLLAMA_HOST")]
    [InlineData("OPENAI_API_KEY")]
    [InlineData("WEIR_MASTER_KEY")]
    public void VariableOfALaterVersion_IsSet_IsRemarkedUponWithoutItsValue(string name)
    {
        var remark = Assert.Single(Written.Bind((name, "secret-value")).Remarks);

        Assert.StartsWith(name + " is set but has no effect", remark, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-value", remark, StringComparison.Ordinal);
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

    [Fact]
    public void TrustedProxies_AddressesAndNetworks_AreRead() => Assert.Equal(
        ["10.0.0.1/32", "172.16.0.0/12"], Written.Bind(("Weir__TrustedProxies", "10.0.0.1, 172.16.0.0/12")).TrustedProxies.Select(network => network.ToString()));

    [Fact]
    public void TrustedProxies_SomethingElse_IsRefused() =>
        Assert.Contains("\"proxy\"", Assert.Single(Written.Problems(("Weir__TrustedProxies", "10.0.0.1,proxy"))), StringComparison.Ordinal);
}
