using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Running;
using Weir.IntegrationTests.Upstreams;
using Weir.TestKit.Upstreams;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;

namespace Weir.IntegrationTests.ModelRoutes;

public class RouteEndpointsTests
{
    private const string Path = "/admin/api/routes";

    [Fact]
    public async Task Route_AddedChangedDeleted_IsFollowedAtOnce()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        Assert.NotEqual("claude-haiku-4-5", await SentAsync(weir, upstream));

        var id = await weir.AddRouteAsync("fast", "Anthropic", "claude-haiku-4-5");
        Assert.Equal("claude-haiku-4-5", await SentAsync(weir, upstream));
        var changed = await weir.Admin.AskAsync("PUT", $"{Path}/{id}", """{"pattern":"fas*","spread":"weighted","targets":[{"upstream":"anthropic","model":"claude-sonnet-4-5","weight":7}]}""");
        Assert.Equal("claude-sonnet-4-5", await SentAsync(weir, upstream));

        Assert.Equal($$"""{"id":"{{id}}","source":"database","pattern":"fas*","spread":"weighted","targets":[{"upstream":"anthropic","model":"claude-sonnet-4-5","weight":7}]}""", changed.Json.ToString());
        Assert.Equal(changed.Json.ToString(), (await weir.Admin.AskAsync("GET", $"{Path}/{id}")).Json.ToString());
        Assert.Equal(200, (await weir.Admin.AskAsync("DELETE", $"{Path}/{id}")).Status);
        Assert.Equal("fast", await SentAsync(weir, upstream));
        Assert.Equal(404, (await weir.Admin.AskAsync("GET", $"{Path}/{id}")).Status);
        Assert.Equal(404, (await weir.Admin.AskAsync("DELETE", $"{Path}/{id}")).Status);
        Assert.Equal(404, (await weir.Admin.AskAsync("PUT", $"{Path}/{id}", """{"pattern":"a","targets":[{"upstream":"anthropic"}]}""")).Status);
    }

    [Fact]
    public async Task RouteOfTheSettings_IsShownAndNotChanged()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation, null, ("Weir__Routes__0__Pattern", "fast"), ("Weir__Routes__0__Targets__0__Upstream", "anthropic"));
        await weir.AddRouteAsync("slow", "anthropic");

        var listed = (await weir.Admin.AskAsync("GET", Path)).Json.EnumerateArray().Select(route => $"{route.GetProperty("pattern")} {route.GetProperty("source")}");
        var changed = await weir.Admin.AskAsync("PUT", $"{Path}/settings-0", """{"pattern":"fast","targets":[{"upstream":"anthropic"}]}""");
        var same = await weir.Admin.AskAsync("POST", Path, """{"pattern":"fast:latest","targets":[{"upstream":"anthropic"}]}""");

        Assert.Equal(["fast settings", "slow database"], listed);
        Assert.Equal("fast", (await weir.Admin.AskAsync("GET", $"{Path}/settings-0")).Json.GetProperty("pattern").GetString());
        Assert.Equal((409, "The route \"fast\" is written in the settings: change it there and start again."), (changed.Status, changed.Error()));
        Assert.Equal(409, (await weir.Admin.AskAsync("DELETE", $"{Path}/settings-0")).Status);
        Assert.Equal(404, (await weir.Admin.AskAsync("DELETE", $"{Path}/settings-1")).Status);
        Assert.Equal((409, "There is a route \"fast:latest\" already: put all targets into that one."), (same.Status, same.Error()));
    }

    [Theory]
    [InlineData("{}", "\"pattern\" is missing or wrong: write a model's name, or the beginning of one and a star, for example claude-*; a star can stand at the end alone. \"targets\" is missing or wrong: write 1 to 20 targets, for example [{\"upstream\":\"anthropic\"}].")]
    [InlineData("""{"pattern":"*-large","targets":[{"upstream":"anthropic"}]}""", "\"pattern\" is missing or wrong: write a model's name, or the beginning of one and a star, for example claude-*; a star can stand at the end alone.")]
    [InlineData("""{"pattern":"a","spread":"random","targets":[{"upstream":"anthropic"}]}""", "\"spread\" is missing or wrong: write ordered or weighted.")]
    [InlineData("""{"pattern":"a","targets":[]}""", "\"targets\" is missing or wrong: write 1 to 20 targets, for example [{\"upstream\":\"anthropic\"}].")]
    [InlineData("""{"pattern":"a","targets":[{"upstream":"anthropic"},{"upstream":"nobody","weight":0,"model":""}]}""", "\"targets[1].upstream\" is missing or wrong: write the name of an upstream: anthropic. \"targets[1].model\" is missing or wrong: write the model's name at the upstream, or null for the caller's. \"targets[1].weight\" is missing or wrong: write a whole number from 1 to 1000.")]
    [InlineData("""{"pattern":"a","targets":[{"upstream":"anthropic","weight":"heavy"}]}""", "\"targets\" must be a list of targets, each as in {\"upstream\":\"anthropic\",\"model\":\"claude-sonnet-4-5\",\"weight\":1}.")]
    public async Task Body_Wrong_IsRefusedByWhatWouldWork(string body, string sentence)
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);

        var answer = await weir.Admin.AskAsync("POST", Path, body);

        Assert.Equal((400, sentence), (answer.Status, answer.Error()));
    }

    [Fact]
    public async Task Models_OfAllUpstreams_TellWhoHasThemAndTheirRoute()
    {
        await using var first = new FakeUpstream { Models = ["claude-sonnet-4-5", "shared"] };
        await using var second = new FakeUpstream { Kind = UpstreamKind.Ollama, Models = ["llama3.2:latest", "shared:latest"] };
        await using var weir = await WeirHost.StartAsync(first, Cancellation, null, ("OLLAMA_URL", second.Address.ToString()));
        await weir.AddUpstreamAsync("third", first.Address);
        await weir.AddRouteAsync("llama*", "ollama");

        var models = (await weir.Admin.AskAsync("GET", "/admin/api/models")).Json;

        Assert.Equal(
            """[{"name":"claude-sonnet-4-5","upstreams":["anthropic","third"],"route":null},{"name":"llama3.2","upstreams":["ollama"],"route":"llama*"},{"name":"shared","upstreams":["anthropic","ollama","third"],"route":null}]""",
            models.ToString());
    }

    /// <summary>The model that the upstream is asked for when the caller asks for <c>fast</c>.</summary>
    private static async Task<string?> SentAsync(WeirHost weir, FakeUpstream upstream)
    {
        Assert.Equal(200, (await weir.AskModelAsync("fast")).Status);
        return upstream.Book.Requests[^1].Model;
    }
}
