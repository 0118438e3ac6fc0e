using Weir.Proxy.Dialects;
using Weir.Proxy.Upstreams;
using Weir.Settings;
using Xunit;

namespace Weir.IntegrationTests.Settings;

public sealed class UpstreamBindingTests
{
    [Fact]
    public void Upstream_NoneConfigured_LeavesItToTheSimulatedOne() => Assert.Empty(ProxySettingsFactory.Create(Written.Bind()).Routing.Upstreams);

    [Fact]
    public void Upstream_KeyAlone_IsTheVendorsOwnAddress()
    {
        var upstreams = Written.Bind(("ANTHROPIC_API_KEY", " sk-ant-1 "), ("OPENAI_API_KEY", "sk-1")).Upstreams;

        Assert.Equal(["anthropic Anthropic https://api.anthropic.com/ sk-ant-1", "openai OpenAI https://api.openai.com/ sk-1"], upstreams.Select(Words));
    }

    [Fact]
    public void Upstream_AddressAlone_WantsNoKey() => Assert.Equal(
        ["anthropic Anthropic http://box/ ", "openai OpenAICompatible http://box:8000/ ", "ollama Ollama http://box:11434/ "],
        Written.Bind(("ANTHROPIC_BASE_URL", "http://box"), ("OPENAI_BASE_URL", "http://box:8000/v1"), ("OLLAMA_URL", "box")).Upstreams.Select(Words));

    [Fact]
    public void OpenAI_AtItsOwnAddress_IsOpenAIItself() =>
        Assert.Equal(UpstreamKind.OpenAI, Assert.Single(Written.Bind(("OPENAI_BASE_URL", "https://api.openai.com/v1")).Upstreams).Kind);

    [Fact]
    public void Ollama_BothNames_TheUrlCountsInWhateverOrderTheyStand()
    {
        var (url, host) = (("OLLAMA_URL", "http://box:1"), ("OLLAMA_HOST", "0.0.0.0"));

        Assert.Equal(1, Assert.Single(Written.Bind(url, host).Upstreams).BaseUrl.Port);
        Assert.Equal(1, Assert.Single(Written.Bind(host, url).Upstreams).BaseUrl.Port);
    }

    [Fact]
    public void Ollama_NothingElseWritten_IsPrivateAndCancelsAndSpeaksAll()
    {
        var ollama = Assert.Single(Written.Bind(("OLLAMA_HOST", "gpu.example")).Upstreams);

        Assert.Equal((true, ClientGonePolicy.Cancel, null), (ollama.IsPrivate, ollama.WhenClientGone, ollama.MostConcurrent));
        Assert.Equal([Dialect.Ollama, Dialect.OpenAI, Dialect.Anthropic], ollama.Dialects);
    }

    [Fact]
    public void Upstream_EveryOptionWritten_IsReadAsWritten()
    {
        const string List = "Weir__Upstreams__0__";
        var upstream = Assert.Single(Written.Bind(
            (List + "Name", "gpu-box"),
            (List + "Kind", "openai-compatible"),
            (List + "BaseUrl", "http://10.0.0.5:8000/v1"),
            (List + "ApiKey", "secret"),
            (List + "Dialects", "openai, Anthropic"),
            (List + "Private", "false"),
            (List + "ConnectSeconds", "1"),
            (List + "FirstByteSeconds", "2"),
            (List + "IdleSeconds", "3"),
            (List + "MostConcurrent", "4"),
            (List + "WhenClientGone", "cancel"),
            (List + "SurchargeTokens", "5"),
            (List + "RefusesSurcharges", "True")).Upstreams);

        Assert.Equal("gpu-box OpenAICompatible http://10.0.0.5:8000/ secret", Words(upstream));
        Assert.Equal([Dialect.OpenAI, Dialect.Anthropic], upstream.Dialects);
        Assert.Equal((false, 4, ClientGonePolicy.Cancel, 5L, true), (upstream.IsPrivate, upstream.MostConcurrent, upstream.WhenClientGone, upstream.SurchargeTokens, upstream.RefusesSurcharges));
        Assert.Equal([1, 2, 3], new[] { upstream.ConnectTimeout, upstream.FirstByteTimeout, upstream.IdleTimeout }.Select(time => (int)time.TotalSeconds));
    }

    [Fact]
    public void Upstreams_OfAllPlaces_StandInTheOrderOfPreference()
    {
        var upstreams = Written.Bind(
            ("Weir__Upstreams__10__Name", "last"), ("Weir__Upstreams__10__Kind", "ollama"),
            ("Weir__Upstreams__9__Name", "first-of-list"), ("Weir__Upstreams__9__Kind", "anthropic"),
            ("OLLAMA_HOST", "box"), ("OPENAI_API_KEY", "k"), ("ANTHROPIC_API_KEY", "k")).Upstreams;

        Assert.Equal(["anthropic", "openai", "ollama", "first-of-list", "last"], upstreams.Select(upstream => upstream.Name));
    }

    [Fact]
    public void Upstreams_WrittenWrongly_AreAllNamedAtOnceWithARemedy()
    {
        var problems = Written.Problems(
            ("ANTHROPIC_API_KEY", "k"),
            ("Weir__Upstreams__0__Name", "Anthropic"), ("Weir__Upstreams__0__Kind", "ollama"),
            ("Weir__Upstreams__1__Kind", "gemini"), ("Weir__Upstreams__1__BaseUrl", "http://box"),
            ("Weir__Upstreams__2__Name", "a b"), ("Weir__Upstreams__2__Kind", "openai_compatible"), ("Weir__Upstreams__2__Dialects", "openai,http"),
            ("Weir__Upstreams__3__Name", "simulated"), ("Weir__Upstreams__3__Kind", "ollama"), ("Weir__Upstreams__3__MostConcurrent", "0"));

        Assert.Equal(
            [
                "Weir__Upstreams__0__Name is \"Anthropic\": the upstream of ANTHROPIC_API_KEY has this name already; write another one, for example Anthropic-2.",
                "Weir__Upstreams__1__Kind is \"gemini\": write anthropic, ollama, openai or openai_compatible.",
                "Weir__Upstreams__1__Name is missing: it is how routes and usage call the upstream; write letters, digits, dots, dashes and underscores, at most 64, for example gpu-box.",
                "Weir__Upstreams__2__BaseUrl is missing: write a web address without user name and query, for example https://openrouter.ai/api/v1 or http://127.0.0.1:8000/v1.",
                "Weir__Upstreams__2__Dialects is \"openai,http\": write anthropic, ollama or openai, several with commas between them.",
                "Weir__Upstreams__2__Name is \"a b\": write letters, digits, dots, dashes and underscores, at most 64, for example gpu-box.",
                "Weir__Upstreams__3__MostConcurrent is \"0\": write a whole number from 1 to 100000, for example 4.",
                "Weir__Upstreams__3__Name is \"simulated\": write letters, digits, dots, dashes and underscores, at most 64, for example gpu-box.",
            ],
            problems.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("ANTHROPIC_API_KEY", "sk ant")]
    [InlineData("OPENAI_API_KEY", "sk-ant\nx")]
    [InlineData("Weir__Ollama__ApiKey", "schlüssel")]
    public void ApiKey_NoHeaderCanCarryIt_IsRefusedWithoutShowingIt(string name, string key)
    {
        var problem = Assert.Single(Written.Problems((name, key)));

        Assert.StartsWith(name, problem, StringComparison.Ordinal);
        Assert.DoesNotContain(key, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void BaseUrl_WithAPassword_IsRefusedWithoutShowingIt()
    {
        var problem = Assert.Single(Written.Problems(("OLLAMA_URL", "https://me:hunter2@box")));

        Assert.StartsWith("OLLAMA_URL has a user name or a password in it", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Section_WithoutKeyAndAddress_IsRemarkedUpon() => Assert.Equal(
        "Weir__Ollama__MostConcurrent has no effect: there is no upstream \"ollama\" without Weir__Ollama__BaseUrl or Weir__Ollama__ApiKey.",
        Assert.Single(Written.Bind(("Weir__Ollama__MostConcurrent", "2")).Remarks));

    [Theory]
    [InlineData("127.0.0.1", "ANTHROPIC_BASE_URL", "http://localhost:3000")]
    [InlineData("127.0.0.1", "OPENAI_BASE_URL", "http://127.0.0.1:3000/v1")]
    [InlineData("0.0.0.0", "OLLAMA_HOST", "[::1]:3000")]
    [InlineData("0.0.0.0", "OLLAMA_HOST", ":3000")]
    [InlineData("192.0.2.7", "ANTHROPIC_BASE_URL", "http://192.0.2.7:3000")]
    public void Upstream_IsWeirItself_IsRefused(string host, string name, string url)
    {
        var problem = Assert.Single(Written.Problems(("HOST", host), (name, url)));

        Assert.StartsWith(name, problem, StringComparison.Ordinal);
        Assert.Contains("this Weir itself listens", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Upstream_OfTheListIsWeirItself_IsRefused() => Assert.Contains(
        "this Weir itself listens",
        Assert.Single(Written.Problems(("PORT", "11434"), ("Weir__Upstreams__0__Name", "a"), ("Weir__Upstreams__0__Kind", "ollama"), ("Weir__Upstreams__0__BaseUrl", "localhost"))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("http://localhost:3001")]
    [InlineData("http://192.0.2.7:3000")]
    public void Upstream_OtherPortOrMachine_IsTaken(string url) => Assert.Single(Written.Bind(("ANTHROPIC_BASE_URL", url)).Upstreams);

    private static string Words(UpstreamConfig upstream) => $"{upstream.Name} {upstream.Kind} {upstream.BaseUrl} {upstream.ApiKey}";
}
