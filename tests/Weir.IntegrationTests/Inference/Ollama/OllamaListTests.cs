using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Weir.IntegrationTests.Running;
using Weir.Proxy.Routing;
using Weir.TestKit;
using Weir.TestKit.Upstreams;
using Weir.TestKit.Wire;
using Xunit;
using UpstreamKind = Weir.Proxy.Upstreams.UpstreamKind;

namespace Weir.IntegrationTests.Inference.Ollama;

/// <summary>Lists of several boxes as one.</summary>
public sealed class OllamaListTests : IAsyncDisposable
{
    private const string First = """{ "name":"llama3.2:latest","model":"llama3.2:latest", "size":1,"field_of_tomorrow":[1e400,"\u00e9é"] }""";

    private readonly FakeUpstream _one = OllamaHost.NewBox();
    private readonly FakeUpstream _two = OllamaHost.NewBox();
    private readonly FakeUpstream _claude = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
        await _claude.DisposeAsync();
    }

    [Fact]
    public async Task Tags_OfTwoBoxes_AreMergedByteForByte()
    {
        const string second = """{"name":"qwen3:8b","model":"qwen3:8b","size":2}""";
        _one.OnList = Lists($$"""{"models":[{{First}}],"more":1}""");
        _two.OnList = Lists($$"""{"models":[{"name":"llama3.2","model":"llama3.2","size":99}, {{second}} ]}""");
        await using var weir = await StartAsync();
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);

        foreach (var path in (string[])["/api/tags", "/ollama/api/tags", "/api/inference/ollama/models"])
        {
            var answer = await GetAsync(weir, path, ada.Key);

            Assert.Equal((200, $$"""{"models":[{{First}},{{second}}]}"""), (answer.Status, answer.Text));
            Assert.Equal("application/json; charset=utf-8", answer.Head["content-type"]);
        }

        Assert.Equal("""{"models":[""", (await ada.Client.GetStringAsync("/api/inference/ollama/models", Cancellation))[..11]);
        using var head = await new HttpClient().SendAsync(new(HttpMethod.Head, new Uri(weir.Address, "/api/tags")) { Headers = { { "x-api-key", ada.Key } } }, Cancellation);
        Assert.Equal(200, (int)head.StatusCode);
    }

    [Fact]
    public async Task Tags_ForACredentialWithModels_ShowThoseAlone()
    {
        _one.Models = ["llama3.2:latest", "qwen3:8b"];
        _two.Models = ["qwen3:14b", "gemma3:latest"];
        await using var weir = await StartAsync(new RouteConfig("house", default, [new("two", "gemma3")]), new RouteConfig("other", default, [new("one", "qwen3:8b")]));
        using var made = await weir.Admin.PostAsJsonAsync("/api/keys", new { name = "k", models = new[] { "qwen3:*", "llama3.2", "house" } }, Cancellation);
        var key = (await WeirHost.JsonAsync(made, Cancellation)).GetProperty("key").GetString()!;

        Assert.Equal(["llama3.2:latest", "qwen3:8b", "qwen3:14b", "house"], Names(await GetAsync(weir, "/api/tags", key)));
        Assert.Equal(["llama3.2:latest", "qwen3:8b", "qwen3:14b", "house"], Names(await GetAsync(weir, "/api/ps", key)));
        var shown = await Post.SendAsync(weir.Address, OllamaHost.Post("/api/show", key, """{"model":"gemma3"}"""), Cancellation);
        Assert.Equal(403, shown.Status);
        Assert.Equal(200, (await Post.SendAsync(weir.Address, OllamaHost.Post("/api/show", key, """{"model":"house"}"""), Cancellation)).Status);
    }

    [Fact]
    public async Task Tags_WithRoutes_ShowPublicNamesOfWhatBoxesServe()
    {
        _one.OnList = Lists($$"""{"models":[{{First}}]}""");
        _two.OnList = Lists("""{"models":[{"model":"qwen3:8b","x":{"name":"kept"},"name":"qwen3:8b"},{"name":"taken","model":"taken","size":5}]}""");
        await using var weir = await StartAsync(
            new RouteConfig("my \"house\"", default, [new("claude", "claude-sonnet-4-5"), new("two", "qwen3:8b")]),
            new RouteConfig("taken", default, [new("one", "llama3.2")]),
            new RouteConfig("any*", default, [new("one", "llama3.2")]),
            new RouteConfig("hosted", default, [new("claude", "claude-sonnet-4-5")]),
            new RouteConfig("absent", default, [new("one", "gone")]));
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);

        var answer = await GetAsync(weir, "/api/tags", ada.Key);

        const string house = """{"model":"my \"house\"","x":{"name":"kept"},"name":"my \"house\""}""";
        Assert.Equal(
            $$"""{"models":[{{First}},{"model":"qwen3:8b","x":{"name":"kept"},"name":"qwen3:8b"},{{house}},{{First.Replace("llama3.2:latest", "taken", StringComparison.Ordinal)}}]}""",
            answer.Text.Replace("\\u0022", "\\\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tags_AfterAPull_ShowTheNewModelSoon()
    {
        await using var weir = await StartAsync();
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        Assert.DoesNotContain("gemma3:latest", Names(await GetAsync(weir, "/api/tags", ada.Key)));

        _two.Models = [.. _two.Models, "gemma3:latest"];

        await Eventually.GetsAsync(() => GetAsync(weir, "/api/tags", ada.Key), answer => Names(answer).Contains("gemma3:latest"), Cancellation, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Lists_WithABoxThatIsSilentOrGone_HaveWhatIsKnown()
    {
        _one.Models = ["llama3.2:latest"];
        _two.Models = ["qwen3:8b"];
        await using var weir = await StartAsync();
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        Assert.Equal(["llama3.2:latest", "qwen3:8b"], Names(await GetAsync(weir, "/api/tags", ada.Key)));
        var gate = new Gate();
        _two.OnRequest = _ => new() { Cues = [new(Point.Head, Act.Pause(gate))] };

        var loaded = await GetAsync(weir, "/api/ps", ada.Key);
        var version = await GetAsync(weir, "/api/version", ada.Key);
        await _one.GoDownAsync();
        var all = await Eventually.GetsAsync(() => GetAsync(weir, "/api/tags", ada.Key), answer => answer.Status == 200, Cancellation);
        gate.Open();

        Assert.Equal(["llama3.2:latest"], Names(loaded));
        Assert.Equal("""{"version":"0.24.1"}""", version.Text);
        Assert.Equal(["llama3.2:latest", "qwen3:8b"], Names(all));
    }

    [Theory]
    [InlineData("0.9.6", "0.24.1", "0.9.6")]
    [InlineData("0.24.1", "0.24.1-rc0", "0.24.1-rc0")]
    [InlineData("0.24.1", null, "0.24.1")]
    [InlineData("0.3.0", "0.30.0", "0.3.0")]
    public async Task Version_IsTheLowest(string one, string? two, string expected)
    {
        _one.OnRequest = _ => Json($$"""{"version":"{{one}}"}""");
        _two.OnRequest = _ => two is null ? Script.Failing(500, "", "no") : Json($$"""{"version":"{{two}}"}""");
        await using var weir = await StartAsync();
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);

        var answer = await GetAsync(weir, "/ollama/api/version", ada.Key);

        Assert.Equal((200, $$"""{"version":"{{expected}}"}"""), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task Lists_WithoutABox_AreEmptyAndHaveNoVersion()
    {
        await using var weir = await OllamaHost.StartAsync([OllamaHost.Config("claude", _claude, UpstreamKind.Anthropic)], [], Cancellation);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);

        Assert.Equal("""{"models":[]}""", (await GetAsync(weir, "/api/tags", ada.Key)).Text);
        Assert.Equal("""{"models":[]}""", (await GetAsync(weir, "/api/ps", ada.Key)).Text);
        var version = await GetAsync(weir, "/api/version", ada.Key);
        Assert.Equal((404, """{"error":"There is no version to tell: no Ollama upstream of this gateway answers."}"""), (version.Status, version.Text));
        var shown = await Post.SendAsync(weir.Address, OllamaHost.Post("/api/show", ada.Key, """{"model":"claude-sonnet-4-5"}"""), Cancellation);
        Assert.Equal(404, shown.Status);
        Assert.Contains("use /v1/messages", shown.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_IsAnsweredByWhoeverHasTheModel()
    {
        _one.Models = ["llama3.2:latest"];
        _two.Models = ["qwen3:8b"];
        await using var weir = await StartAsync();
        using var ada = await weir.AddAccountAsync("ada", 100, Cancellation);
        await GetAsync(weir, "/api/tags", ada.Key);

        var answer = await Post.SendAsync(weir.Address, OllamaHost.Post("/ollama/api/show", ada.Key, """{"model":"qwen3:8b","verbose":true}"""), Cancellation);
        var unknown = await Post.SendAsync(weir.Address, OllamaHost.Post("/api/show", ada.Key, """{"model":"nemo"}"""), Cancellation);

        Assert.Equal(200, answer.Status);
        Assert.Contains("FROM qwen3:8b", answer.Text, StringComparison.Ordinal);
        Assert.Equal("""{"model":"qwen3:8b","verbose":true}""", Assert.Single(_two.Asked()).Text);
        Assert.Equal((404, """{"error":"model 'nemo' not found"}"""), (unknown.Status, unknown.Text));
        Assert.Empty(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
    }

    private Task<WeirHost> StartAsync(params ImmutableArray<RouteConfig> routes) => OllamaHost.StartAsync(
        [OllamaHost.Config("one", _one), OllamaHost.Config("claude", _claude, UpstreamKind.Anthropic), OllamaHost.Config("two", _two)],
        routes,
        Cancellation);

    private static Func<ReceivedRequest, Script> Lists(string list) => request => request.Path == "/api/tags" ? Json(list) : new();

    private static Script Json(string body) => new() { Body = Encoding.UTF8.GetBytes(body), ContentType = "application/json; charset=utf-8" };

    private static Task<RawAnswer> GetAsync(WeirHost weir, string path, string key) =>
        Post.SendAsync(weir.Address, RawClient.Request("GET", path, [("x-api-key", key)], []), Cancellation);

    private static string[] Names(RawAnswer answer) =>
        [.. JsonElement.Parse(answer.Body).GetProperty("models").EnumerateArray().Select(entry => entry.GetProperty("name").GetString()!)];
}
