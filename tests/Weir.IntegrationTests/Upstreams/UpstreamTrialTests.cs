using System.Text;
using System.Text.Json;
using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Hosting;
using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;

namespace Weir.IntegrationTests.Upstreams;

public sealed class UpstreamTrialTests
{
    [Theory]
    [InlineData(UpstreamKind.Anthropic, "anthropic", 2)]
    [InlineData(UpstreamKind.Ollama, "ollama", 3)]
    [InlineData(UpstreamKind.OpenAI, "openai_compatible", 2)]
    public async Task Trial_OfAnUpstreamThatAnswers_TellsItsModelsAndKeepsNothing(UpstreamKind kind, string word, int models)
    {
        await using var upstream = new FakeUpstream { Kind = kind, RequiredKey = "sk-right" };
        await using var weir = await StartAsync();

        var answer = await TryAsync(weir, upstream.Address, word, "sk-right");

        Assert.Equal((true, models), (answer.GetProperty("ok").GetBoolean(), answer.GetProperty("models").GetInt32()));
        Assert.InRange(answer.GetProperty("milliseconds").GetInt64(), 0, 5_000);
        Assert.Equal(0, (await weir.Admin.AskAsync("GET", "/admin/api/upstreams")).Json.GetArrayLength());
    }

    [Fact]
    public async Task Trial_OfAChange_UsesTheKeyThatIsThereUnlessOneIsGiven()
    {
        await using var upstream = new FakeUpstream { RequiredKey = "sk-right" };
        await using var weir = await StartAsync();
        var id = await weir.AddUpstreamAsync("claude", upstream.Address, apiKey: "sk-right");
        var path = $"/admin/api/upstreams/{id}/test-change";
        var url = upstream.Address.ToString();

        var kept = await weir.Admin.AskAsync("POST", path, new { name = "other", kind = "anthropic", base_url = url });
        var wrong = await weir.Admin.AskAsync("POST", path, new { name = "other", kind = "anthropic", base_url = url, api_key = "sk-wrong" });
        var unreadable = await weir.Admin.AskAsync("POST", path, new { name = "other", kind = "abacus" });

        Assert.True(kept.Json.GetProperty("ok").GetBoolean(), kept.Json.ToString());
        Assert.False(wrong.Json.GetProperty("ok").GetBoolean());
        Assert.Equal(400, unreadable.Status);
        Assert.Equal("claude", (await weir.Admin.AskAsync("GET", $"/admin/api/upstreams/{id}")).Json.GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("sk-wrong", "It refused the key (status 401): enter one that is valid there.")]
    [InlineData(null, "It wants a key (status 401): enter one.")]
    public async Task Trial_WithTheWrongKey_SaysSo(string? key, string sentence)
    {
        await using var upstream = new FakeUpstream { RequiredKey = "sk-right" };

        await AssertFailsAsync(sentence, upstream.Address, key);
    }

    [Fact]
    public async Task Trial_WhereNothingListens_SaysSo()
    {
        await using var upstream = new FakeUpstream();
        await upstream.GoDownAsync();

        await AssertFailsAsync("Nothing listens there: the connection was refused. Check host and port, and that it is running.", upstream.Address);
    }

    [Fact]
    public async Task Trial_OfHttpsWhereThereIsNone_SaysSo()
    {
        await using var listener = await BareHost.StartAsync(Cancellation);

        await AssertFailsAsync("No secure connection can be made (", new($"https://127.0.0.1:{listener.Client.BaseAddress!.Port}"));
    }

    [Fact]
    public async Task Trial_ThatIsRedirected_SaysWhereTo()
    {
        await using var upstream = new FakeUpstream { OnList = _ => new() { Status = 301, Headers = [("Location", "https://elsewhere.example/v1/models")] } };

        await AssertFailsAsync("It redirects to https://elsewhere.example/v1/models, and redirects are not followed", upstream.Address);
    }

    [Fact]
    public async Task Trial_OfAWebPage_SaysSo()
    {
        await using var upstream = new FakeUpstream { OnList = _ => new() { Body = Encoding.UTF8.GetBytes("<html>"), ContentType = "text/html" } };

        await AssertFailsAsync("It answered the question for its models with something that is not JSON: check its address", upstream.Address);
    }

    [Fact]
    public async Task Trial_OfAnotherKind_SaysSo()
    {
        await using var upstream = new FakeUpstream { OnList = _ => new() { Body = Encoding.UTF8.GetBytes("""{"models":[]}""") } };

        await AssertFailsAsync("It answered the question for its models with no list of them", upstream.Address);
    }

    [Fact]
    public async Task Trial_OfAServerInTrouble_SaysSo()
    {
        await using var upstream = new FakeUpstream { OnList = _ => Script.Failing(503, "api_error", "later") };

        await AssertFailsAsync("It is in trouble: it answered the question for its models with status 503.", upstream.Address);
    }

    private static async Task AssertFailsAsync(string sentence, Uri address, string? key = null)
    {
        await using var weir = await StartAsync();

        var answer = await TryAsync(weir, address, "anthropic", key);

        Assert.StartsWith(sentence, answer.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.False(answer.GetProperty("ok").GetBoolean());
        Assert.False(answer.TryGetProperty("models", out _));
    }

    private static async Task<JsonElement> TryAsync(WeirHost weir, Uri address, string kind, string? key)
    {
        var answer = await weir.Admin.AskAsync("POST", "/admin/api/upstreams/test", new { name = "a", kind, base_url = address.ToString(), api_key = key });
        Assert.Equal(200, answer.Status);
        return answer.Json;
    }
}
