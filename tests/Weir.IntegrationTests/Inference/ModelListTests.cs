using System.Net.Http.Json;
using System.Text.Json;
using Weir.IntegrationTests.Running;
using Weir.Proxy.Routing;
using Weir.TestKit.Upstreams;
using Xunit;
using FakeKind = Weir.TestKit.Upstreams.UpstreamKind;
using UpstreamKind = Weir.Proxy.Upstreams.UpstreamKind;

namespace Weir.IntegrationTests.Inference;

/// <summary><c>/v1/models</c> over all upstreams, in the shape that the caller reads.</summary>
public sealed class ModelListTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_ForAnthropicsClients_HasPagesOverAllUpstreamsThatSpeakIt()
    {
        await using var hosted = new FakeUpstream { Models = ["claude-a", "claude-b", "claude-c"] };
        await using var box = new FakeUpstream { Kind = FakeKind.Ollama };
        await using var openAI = new FakeUpstream { Kind = FakeKind.OpenAI };
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        await weir.UseAsync(
            [Routed.Config("hosted", hosted), Routed.Config("box", box, UpstreamKind.Ollama), Routed.Config("openai", openAI, UpstreamKind.OpenAI)],
            Routed.Route("best", new RouteTargetConfig("hosted", "claude-b")));
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);

        var names = new List<string>();
        JsonElement page;
        var query = "?limit=2";
        do
        {
            page = await ListAsync(weir, ada.Key, query, isAnthropic: true);
            names.AddRange(page.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()!));
            query = $"?limit=2&after_id={page.GetProperty("last_id").GetString()}";
        }
        while (page.GetProperty("has_more").GetBoolean());

        Assert.Equal(["best", "claude-a", "claude-b", "claude-c", "llama3.2:latest", "qwen3:8b", "nomic-embed-text:latest"], names);
        var back = await ListAsync(weir, ada.Key, "?limit=2&before_id=claude-c", isAnthropic: true);
        Assert.Equal(["claude-a", "claude-b"], back.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()));
        Assert.True(back.GetProperty("has_more").GetBoolean());
        var whole = await ListAsync(weir, ada.Key, "?limit=1000", isAnthropic: true);
        // What the upstream says of a model passes whole, under the public name.
        Assert.Equal("Fake claude-b", whole.GetProperty("data")[0].GetProperty("display_name").GetString());
        Assert.All(whole.GetProperty("data").EnumerateArray(), model => Assert.Equal("model", model.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task List_ForOpenAIsClients_HasTheirShape()
    {
        await using var openAI = new FakeUpstream { Kind = FakeKind.OpenAI };
        await using var box = new FakeUpstream { Kind = FakeKind.Ollama };
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        await weir.UseAsync([Routed.Config("openai", openAI, UpstreamKind.OpenAI), Routed.Config("box", box, UpstreamKind.Ollama)]);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);

        var list = await ListAsync(weir, ada.Key, "", isAnthropic: false);

        Assert.Equal("list", list.GetProperty("object").GetString());
        Assert.Equal(
            ["gpt-5-mini", "text-embedding-3-small", "llama3.2:latest", "qwen3:8b", "nomic-embed-text:latest"],
            list.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()));
        Assert.All(list.GetProperty("data").EnumerateArray(), model => Assert.True(model.GetProperty("created").GetInt64() >= 0));
    }

    [Fact]
    public async Task List_OfAKeyWithModels_HasOnlyThose()
    {
        await using var hosted = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(hosted, Cancellation);
        using var made = await weir.Admin.PostAsJsonAsync("/api/keys", new { name = "small", models = new[] { "claude-haiku-4-5" } }, Cancellation);
        var key = (await WeirHost.JsonAsync(made, Cancellation)).GetProperty("key").GetString()!;

        var list = await ListAsync(weir, key, "", isAnthropic: true);

        Assert.Equal("claude-haiku-4-5", Assert.Single(list.GetProperty("data").EnumerateArray().ToArray()).GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=many")]
    [InlineData("?after_id=nobody")]
    public async Task List_WithAQueryThatMeansNothing_SaysWhatIsWrong(string query)
    {
        await using var hosted = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(hosted, Cancellation);
        var key = await WeirHost.AddKeyAsync(weir.Admin, null, Cancellation);

        using var answer = await SendAsync(weir, key, "/v1/models" + query, isAnthropic: true);

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Contains("invalid_request_error", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"data":[{"id":"\ud800"},{"id":7},{"id":""},"x",{"id":"claude-good"}]}""", 1)]
    [InlineData("""{"data":{}}""", 0)]
    [InlineData("<html>", 0)]
    public async Task List_OfAnUpstreamThatListsNonsense_HasWhatMakesSense(string answered, int expected)
    {
        await using var hosted = new FakeUpstream { OnList = _ => new() { Body = System.Text.Encoding.UTF8.GetBytes(answered), ContentType = "application/json" } };
        await using var weir = await WeirHost.StartAsync(hosted, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);

        var list = await ListAsync(weir, ada.Key, "", isAnthropic: true);

        Assert.Equal(expected, list.GetProperty("data").GetArrayLength());
        Assert.Equal(200, (await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true)), Cancellation)).Status);
    }

    [Fact]
    public async Task Model_ByItsName_IsFoundAlsoWithASlashInIt()
    {
        await using var router = new FakeUpstream { Kind = FakeKind.OpenAI, Models = ["meta-llama/llama-3.3", "x"] };
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        await weir.UseAsync([Routed.Config("openrouter", router, UpstreamKind.OpenAICompatible)]);
        var key = await WeirHost.AddKeyAsync(weir.Admin, null, Cancellation);

        foreach (var id in (string[])["meta-llama%2Fllama-3.3", "meta-llama/llama-3.3"])
        {
            using var answer = await SendAsync(weir, key, $"/v1/models/{id}", isAnthropic: false);
            Assert.Equal("meta-llama/llama-3.3", (await WeirHost.JsonAsync(answer, Cancellation)).GetProperty("id").GetString());
        }

        using var unknown = await SendAsync(weir, key, "/v1/models/nobody", isAnthropic: false);
        Assert.Equal(404, (int)unknown.StatusCode);
    }

    private static async Task<JsonElement> ListAsync(WeirHost weir, string key, string query, bool isAnthropic)
    {
        using var answer = await SendAsync(weir, key, "/v1/models" + query, isAnthropic);
        return await WeirHost.JsonAsync(answer, Cancellation);
    }

    private static async Task<HttpResponseMessage> SendAsync(WeirHost weir, string key, string path, bool isAnthropic)
    {
        using var client = new HttpClient { BaseAddress = weir.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Authorization", $"Bearer {key}");
        if (isAnthropic)
        {
            request.Headers.Add("anthropic-version", "2023-06-01");
        }

        return await client.SendAsync(request, Cancellation);
    }
}
