using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;

namespace Weir.IntegrationTests.Accounts;

public sealed class AllowedModelsTests
{
    [Fact]
    public async Task User_LimitedToModels_UsesThoseAloneByAnyCredential()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        var made = await weir.Admin.AskAsync(
            "POST", "/admin/api/users", new { username = "mia", password = WeirHost.AdminPassword, models = new[] { "claude-haiku-*", "claude-sonnet-4-5" } });
        using var mia = await weir.SignInAsync("mia", WeirHost.AdminPassword, Cancellation);
        var key = await WeirHost.AddKeyAsync(mia, null, Cancellation);

        Assert.Equal("""["claude-haiku-*","claude-sonnet-4-5"]""", made.Json.GetProperty("models").ToString());
        Assert.Equal((200, 200, 403), (await AskAsync(mia, "claude-haiku-4-5"), await AskAsync(mia, "claude-sonnet-4-5"), await AskAsync(mia, "claude-opus-4-5")));
        Assert.Equal((200, 403), (await AskAsync(weir, key, "claude-haiku-4-5"), await AskAsync(weir, key, "claude-opus-4-5")));
    }

    [Fact]
    public async Task User_WhoseModelsChange_IsHeldToTheNewOnesAtOnce()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var mia = await weir.AddAccountAsync("mia", null, Cancellation);
        Assert.Equal(200, await AskAsync(mia.Client, "claude-opus-4-5"));

        await ChangeAsync(weir, mia, """{"models":["claude-haiku-4-5"]}""");
        Assert.Equal(403, await AskAsync(mia.Client, "claude-opus-4-5"));
        // What is left out stays.
        Assert.Equal("""["claude-haiku-4-5"]""", await ChangeAsync(weir, mia, """{"token_limit":100000}"""));
        Assert.Equal("[]", await ChangeAsync(weir, mia, """{"models":[]}"""));
        Assert.Equal("""["a"]""", await ChangeAsync(weir, mia, """{"models":["a"]}"""));
        Assert.Equal("[]", await ChangeAsync(weir, mia, """{"models":null}"""));
        Assert.Equal(200, await AskAsync(mia.Client, "claude-opus-4-5"));
    }

    [Fact]
    public async Task Key_LimitedToAPattern_UsesWhatBothItAndItsUserMay()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var mia = await weir.AddAccountAsync("mia", null, Cancellation);
        var made = await mia.Client.AskAsync("POST", "/api/keys", new { name = "k", models = new[] { "claude-*" } });
        var key = made.Json.GetProperty("key").GetString()!;
        await ChangeAsync(weir, mia, """{"models":["claude-haiku-4-5","gpt-5"]}""");

        Assert.Equal((200, 403, 403), (await AskAsync(weir, key, "claude-haiku-4-5"), await AskAsync(weir, key, "claude-opus-4-5"), await AskAsync(weir, key, "gpt-5")));
    }

    private static async Task<string> ChangeAsync(WeirHost weir, Account account, string body)
    {
        var (status, json) = await weir.Admin.AskAsync("PUT", $"/admin/api/users/{account.Id}", body);
        Assert.Equal(200, status);
        return json.GetProperty("models").ToString();
    }

    private static async Task<int> AskAsync(HttpClient client, string model) =>
        (await client.AskAsync("POST", "/api/inference/anthropic/messages", Post.Question(stream: false, model: model))).Status;

    private static async Task<int> AskAsync(WeirHost weir, string key, string model)
    {
        using var client = weir.NewClient();
        return (await client.AskAsync("POST", "/v1/messages", Post.Question(stream: false, model: model), ("x-api-key", key))).Status;
    }
}
