using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Authentication;
using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;

namespace Weir.IntegrationTests.Upstreams;

public class UpstreamEndpointsTests
{
    private const string Path = "/admin/api/upstreams";

    [Fact]
    public async Task Upstream_Added_ServesAtOnceAndIsListedWithItsState()
    {
        await using var upstream = new FakeUpstream { RequiredKey = "sk-of-the-database" };
        await using var weir = await StartAsync();

        await weir.AddUpstreamAsync("claude", upstream.Address, apiKey: "sk-of-the-database");
        var answer = await weir.AskModelAsync();

        Assert.Equal(200, answer.Status);
        Assert.Equal("sk-of-the-database", Assert.Single(upstream.Book.Requests).Head["x-api-key"]);
        var listed = Assert.Single((await weir.Admin.AskAsync("GET", Path)).Json.EnumerateArray());
        Assert.Equal(("database", "anthropic", true), (listed.GetProperty("source").GetString(), listed.GetProperty("kind").GetString(), listed.GetProperty("has_api_key").GetBoolean()));
        Assert.Equal("""{"is_open":false,"inside":0,"waiting":0,"models":2}""", listed.GetProperty("state").ToString());
    }

    [Fact]
    public async Task Upstream_ThatWasAsked_TellsHowSoonItAnswers()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await StartAsync();
        var id = await weir.AddUpstreamAsync("claude", upstream.Address);
        await weir.AddUpstreamAsync("idle", upstream.Address);
        Assert.False((await weir.UpstreamAsync("claude")).TryGetProperty("first_byte_microseconds", out _));

        await weir.AskModelAsync();

        var listed = (await weir.UpstreamAsync("claude")).GetProperty("first_byte_microseconds").GetInt64();
        Assert.InRange(listed, 1, 60_000_000);
        Assert.Equal(listed, (await weir.Admin.AskAsync("GET", $"{Path}/{id}")).Json.GetProperty("first_byte_microseconds").GetInt64());
        Assert.False((await weir.UpstreamAsync("idle")).TryGetProperty("first_byte_microseconds", out _));
    }

    [Fact]
    public async Task Upstream_OnlyWhatIsNeeded_TakesWhatIsUsualForItsKind()
    {
        await using var weir = await StartAsync();

        var made = await weir.Admin.AskAsync("POST", Path, new { name = "box", kind = "ollama", base_url = "127.0.0.1:9" });

        string[] expected =
        [
            "source=database", "name=box", "kind=ollama", "base_url=http://127.0.0.1:9", "has_api_key=False", """dialects=["ollama","openai","anthropic"]""", "is_private=True",
            "connect_seconds=10", "first_byte_seconds=600", "idle_seconds=300", "most_concurrent=", "when_client_gone=cancel", "surcharge_tokens=50000", "refuses_surcharges=False",
        ];
        Assert.Equal(expected, made.Json.EnumerateObject().Where(field => field.Name is not ("id" or "state")).Select(field => $"{field.Name}={field.Value}"));
        Assert.Equal(made.Json.ToString(), (await weir.Admin.AskAsync("GET", $"{Path}/{made.Json.GetProperty("id").GetGuid()}")).Json.ToString());
    }

    [Fact]
    public async Task Upstream_Changed_KeepsItsKeyUnlessThatIsGivenOrTakenAway()
    {
        await using var first = new FakeUpstream();
        await using var second = new FakeUpstream();
        await using var weir = await StartAsync();
        var id = await weir.AddUpstreamAsync("claude", first.Address, apiKey: "sk-1");

        var changed = await weir.Admin.AskAsync("PUT", $"{Path}/{id}", new { name = "claude", kind = "anthropic", base_url = first.Address.ToString(), most_concurrent = 3, dialects = new[] { "anthropic", "openai" } });
        await weir.AskModelAsync();
        var rekeyed = await weir.Admin.AskAsync("PUT", $"{Path}/{id}", new { name = "claude", kind = "anthropic", base_url = second.Address.ToString(), api_key = "sk-2" });
        await weir.AskModelAsync();
        var keyless = await weir.Admin.AskAsync("PUT", $"{Path}/{id}", $$"""{"name":"claude","kind":"anthropic","base_url":"{{second.Address}}","api_key":null}""");
        await weir.AskModelAsync();

        Assert.Equal("sk-1", Assert.Single(first.Book.Requests).Head["x-api-key"]);
        Assert.Equal(["sk-2", null], second.Book.Requests.Select(request => request.Head["x-api-key"]));
        Assert.Equal((true, 3), (changed.Json.GetProperty("has_api_key").GetBoolean(), changed.Json.GetProperty("most_concurrent").GetInt32()));
        Assert.Equal("""["anthropic","openai"]""", changed.Json.GetProperty("dialects").ToString());
        Assert.Equal((true, ""), (rekeyed.Json.GetProperty("has_api_key").GetBoolean(), rekeyed.Json.GetProperty("most_concurrent").ToString()));
        Assert.False(keyless.Json.GetProperty("has_api_key").GetBoolean());
    }

    [Fact]
    public async Task Upstream_MovedToAnotherServer_WantsItsKeyAnew()
    {
        await using var first = new FakeUpstream();
        await using var second = new FakeUpstream();
        await using var weir = await StartAsync();
        var id = await weir.AddUpstreamAsync("claude", first.Address, apiKey: "sk-1");
        var moved = new { name = "claude", kind = "anthropic", base_url = second.Address.ToString() };

        var refused = await weir.Admin.AskAsync("PUT", $"{Path}/{id}", moved);
        var trial = await weir.Admin.AskAsync("POST", $"{Path}/{id}/test-change", moved);
        await weir.AskModelAsync();
        var keyless = await weir.Admin.AskAsync("PUT", $"{Path}/{id}", $$"""{"name":"claude","kind":"anthropic","base_url":"{{first.Address}}","api_key":null}""");
        var free = await weir.Admin.AskAsync("PUT", $"{Path}/{id}", moved);

        Assert.All([refused, trial], answer =>
        {
            Assert.Equal(400, answer.Status);
            Assert.StartsWith($"\"api_key\" is missing: the key that is kept was given for http://127.0.0.1:{first.Address.Port} and goes nowhere else.", answer.Error(), StringComparison.Ordinal);
        });
        Assert.Single(first.Book.Requests);
        Assert.Empty(second.Book.Requests);
        Assert.Equal((200, 200), (keyless.Status, free.Status));
    }

    [Fact]
    public async Task Upstream_Deleted_ServesNoMore()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await StartAsync();
        var id = await weir.AddUpstreamAsync("claude", upstream.Address);

        Assert.Equal(200, (await weir.Admin.AskAsync("DELETE", $"{Path}/{id}")).Status);

        Assert.NotEqual(200, (await weir.AskModelAsync()).Status);
        Assert.Empty(upstream.Book.Requests);
        Assert.Equal(0, (await weir.Admin.AskAsync("GET", Path)).Json.GetArrayLength());
        Assert.Equal(404, (await weir.Admin.AskAsync("GET", $"{Path}/{id}")).Status);
        Assert.Equal(404, (await weir.Admin.AskAsync("DELETE", $"{Path}/{id}")).Status);
        Assert.Equal(404, (await weir.Admin.AskAsync("PUT", $"{Path}/{id}", new { name = "a", kind = "ollama" })).Status);
        Assert.Equal(404, (await weir.Admin.AskAsync("POST", $"{Path}/{id}/test")).Status);
    }

    [Theory]
    [InlineData("{}", "\"name\" is missing or wrong: write letters, digits, dots, dashes and underscores, at most 64, for example gpu-box. \"kind\" is missing or wrong: write anthropic, ollama, openai or openai_compatible.")]
    [InlineData("""{"name":"a","kind":"gemini","base_url":"box"}""", "\"kind\" is missing or wrong: write anthropic, ollama, openai or openai_compatible.")]
    [InlineData("""{"name":"a","kind":"openai_compatible"}""", "\"base_url\" is missing or wrong: write a web address without user name and query, for example https://openrouter.ai/api/v1 or http://127.0.0.1:8000/v1.")]
    [InlineData("""{"name":"a","kind":"anthropic","base_url":"box"}""", "\"base_url\" is missing or wrong: write a web address without user name and query, for example https://api.anthropic.com.")]
    [InlineData("""{"name":"a","kind":"ollama","dialects":["http"]}""", "\"dialects\" is missing or wrong: write a list of anthropic, ollama or openai.")]
    [InlineData("""{"name":"a","kind":"ollama","connect_seconds":0}""", "\"connect_seconds\" is missing or wrong: write a whole number from 1 to 600.")]
    [InlineData("""{"name":"a","kind":"ollama","most_concurrent":0}""", "\"most_concurrent\" is missing or wrong: write a whole number from 1 to 100000.")]
    [InlineData("""{"name":"a","kind":"ollama","when_client_gone":"wait"}""", "\"when_client_gone\" is missing or wrong: write drain or cancel.")]
    [InlineData("""{"name":"a","kind":"ollama","is_private":"yes"}""", "\"is_private\" must be true or false (or 1 or 0).")]
    [InlineData("""{"name":"settings one","kind":"ollama","surcharge_tokens":-1}""", "\"name\" is missing or wrong: write letters, digits, dots, dashes and underscores, at most 64, for example gpu-box. \"surcharge_tokens\" is missing or wrong: write a whole number from 0 to 10000000.")]
    public async Task Body_Wrong_IsRefusedByWhatWouldWork(string body, string sentence)
    {
        await using var weir = await StartAsync();

        var answer = await weir.Admin.AskAsync("POST", Path, body);
        var tested = await weir.Admin.AskAsync("POST", $"{Path}/test", body);

        Assert.Equal((400, sentence), (answer.Status, answer.Error()));
        Assert.Equal((400, sentence), (tested.Status, tested.Error()));
    }

    [Fact]
    public async Task Key_NoHeaderCanCarryIt_IsRefusedWithoutShowingIt()
    {
        await using var weir = await StartAsync();

        var answer = await weir.Admin.AskAsync("POST", Path, new { name = "a", kind = "ollama", api_key = "hunter 2" });

        Assert.Equal(400, answer.Status);
        Assert.StartsWith("\"api_key\" is missing or wrong", answer.Error(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", answer.Error(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upstream_IsWeirItself_IsRefused()
    {
        await using var weir = await StartAsync();

        var answer = await weir.Admin.AskAsync("POST", Path, new { name = "a", kind = "ollama", base_url = $"localhost:{weir.Address.Port}" });

        Assert.Equal(400, answer.Status);
        Assert.Contains("this Weir itself listens there", answer.Error(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_TakenBySettingsOrDatabase_Conflicts()
    {
        await using var weir = await StartAsync(null, ("OLLAMA_URL", "127.0.0.1:9"));
        var id = await weir.AddUpstreamAsync("box", new("http://127.0.0.1:9"));
        await weir.AddUpstreamAsync("second", new("http://127.0.0.1:9"));

        var bySettings = await weir.Admin.AskAsync("POST", Path, new { name = "Ollama", kind = "anthropic" });
        var byDatabase = await weir.Admin.AskAsync("POST", Path, new { name = "BOX", kind = "anthropic" });
        var renamed = await weir.Admin.AskAsync("PUT", $"{Path}/{id}", new { name = "second", kind = "anthropic" });
        var kept = await weir.Admin.AskAsync("PUT", $"{Path}/{id}", new { name = "Box", kind = "anthropic" });

        Assert.Equal((409, "There is an upstream \"Ollama\" already: choose another name, for example Ollama-2."), (bySettings.Status, bySettings.Error()));
        Assert.Equal((409, 409, 200), (byDatabase.Status, renamed.Status, kept.Status));
    }

    [Fact]
    public async Task UpstreamOfTheSettings_IsShownAndTestedButNotChanged()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        await weir.AddUpstreamAsync("second", upstream.Address);

        var listed = (await weir.Admin.AskAsync("GET", Path)).Json.EnumerateArray().Select(one => $"{one.GetProperty("id")} {one.GetProperty("source")}").First();
        var changed = await weir.Admin.AskAsync("PUT", $"{Path}/anthropic", new { name = "anthropic", kind = "anthropic" });
        var deleted = await weir.Admin.AskAsync("DELETE", $"{Path}/anthropic");
        var tested = await weir.Admin.AskAsync("POST", $"{Path}/anthropic/test");

        Assert.Equal("anthropic settings", listed);
        Assert.Equal("anthropic", (await weir.Admin.AskAsync("GET", $"{Path}/anthropic")).Json.GetProperty("name").GetString());
        Assert.Equal((409, "\"anthropic\" is written in the settings: change it there and start again, or add another upstream here."), (changed.Status, changed.Error()));
        Assert.Equal(409, deleted.Status);
        Assert.True(tested.Json.GetProperty("ok").GetBoolean());
        Assert.Equal(404, (await weir.Admin.AskAsync("DELETE", $"{Path}/nobody")).Status);
    }

    [Fact]
    public async Task Upstream_NamedByRoutes_IsNotDeletedAndTakesThemToANewName()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await StartAsync(null, ("Weir__Routes__0__Pattern", "written"), ("Weir__Routes__0__Targets__0__Upstream", "fixed"));
        var id = await weir.AddUpstreamAsync("claude", upstream.Address);
        var written = await weir.AddUpstreamAsync("fixed", upstream.Address);
        var route = await weir.AddRouteAsync("fast", "claude", "claude-haiku-4-5");

        var refused = await weir.Admin.AskAsync("DELETE", $"{Path}/{id}");
        var renamed = await weir.Admin.AskAsync("PUT", $"{Path}/{id}", new { name = "anthropic-2", kind = "anthropic", base_url = upstream.Address.ToString() });
        var answer = await weir.AskModelAsync("fast");

        Assert.Equal((409, "Routes name \"claude\" (\"fast\"): change or delete them first."), (refused.Status, refused.Error()));
        Assert.Equal((200, 200), (renamed.Status, answer.Status));
        Assert.Equal("claude-haiku-4-5", Assert.Single(upstream.Book.Requests).Model);
        Assert.Equal("anthropic-2", (await weir.Admin.AskAsync("GET", $"/admin/api/routes/{route}")).Json.GetProperty("targets")[0].GetProperty("upstream").GetString());
        Assert.Equal(409, (await weir.Admin.AskAsync("DELETE", $"{Path}/{written}")).Status);
        Assert.Equal(409, (await weir.Admin.AskAsync("PUT", $"{Path}/{written}", new { name = "other", kind = "anthropic" })).Status);
        await weir.Admin.AskAsync("DELETE", $"/admin/api/routes/{route}");
        Assert.Equal(200, (await weir.Admin.AskAsync("DELETE", $"{Path}/{id}")).Status);
    }

    [Fact]
    public async Task Writes_FromASession_WantARecentPassword()
    {
        await using var weir = await StartAsync();

        var unconfirmed = weir.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/admin/api/upstreams", StringComparison.Ordinal) || route.RoutePattern.RawText.StartsWith("/admin/api/routes", StringComparison.Ordinal))
            .Where(route => route.Metadata.GetMetadata<ConfirmationRequirement>() is null)
            .Select(route => $"{route.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods[0]} {route.RoutePattern.RawText!.TrimEnd('/')}");

        Assert.Equal(
            ["GET /admin/api/routes", "GET /admin/api/routes/{id}", "GET /admin/api/upstreams", "GET /admin/api/upstreams/{id}", "POST /admin/api/upstreams/{id}/test"],
            unconfirmed.Order(StringComparer.Ordinal));
    }
}
