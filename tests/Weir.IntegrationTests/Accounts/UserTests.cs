using System.Text.Json;
using Weir.IntegrationTests.Running;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;

namespace Weir.IntegrationTests.Accounts;

public class UserTests
{
    [Fact]
    public async Task User_Made_IsListedFoundChangedAndErased()
    {
        await using var weir = await StartAsync();
        var made = await weir.Admin.AskAsync("POST", "/admin/api/users", new { username = "mia", password = WeirHost.AdminPassword, token_limit = 1000 });
        Assert.Equal(201, made.Status);
        var id = made.Json.GetProperty("id").GetGuid();
        string[] fields = ["id", "username", "is_admin", "is_active", "token_limit", "total_tokens", "created_at", "models", "group_id", "last_seen_at"];
        Assert.Equal(fields, made.Json.EnumerateObject().Select(property => property.Name));
        Assert.Equal((0, 1, 1000L), (made.Json.GetProperty("is_admin").GetInt32(), made.Json.GetProperty("is_active").GetInt32(), made.Json.GetProperty("token_limit").GetInt64()));
        Assert.Equal(2, (await weir.Admin.AskAsync("GET", "/admin/api/users")).Json.GetArrayLength());

        var kept = await weir.Admin.AskAsync("PUT", $"/admin/api/users/{id}", new { is_admin = 1 });
        Assert.Equal((1, 1000L), (kept.Json.GetProperty("is_admin").GetInt32(), kept.Json.GetProperty("token_limit").GetInt64()));
        var unlimited = await weir.Admin.AskAsync("PUT", $"/admin/api/users/{id}", """{"token_limit":null}""");
        Assert.Equal(JsonValueKind.Null, unlimited.Json.GetProperty("token_limit").ValueKind);

        Assert.Equal(200, (await weir.Admin.AskAsync("DELETE", $"/admin/api/users/{id}")).Status);
        Assert.Equal(404, (await weir.Admin.AskAsync("GET", $"/admin/api/users/{id}")).Status);
        Assert.Equal(404, (await weir.Admin.AskAsync("PUT", $"/admin/api/users/{id}", new { is_active = 1 })).Status);
        Assert.Equal(1, (await weir.Admin.AskAsync("GET", "/admin/api/users")).Json.GetArrayLength());
        Assert.Equal(201, (await weir.Admin.AskAsync("POST", "/admin/api/users", new { username = "mia", password = WeirHost.AdminPassword })).Status);
    }

    [Fact]
    public async Task User_Erased_LosesEveryCredential()
    {
        await using var weir = await StartAsync();
        using var mia = await weir.AddAccountAsync("mia", null, Cancellation);
        using var client = weir.NewClient();
        Assert.Equal(200, (await client.AskAsync("GET", "/auth/me", null, ("x-api-key", mia.Key))).Status);
        Assert.Equal(200, (await weir.Admin.AskAsync("DELETE", $"/admin/api/users/{mia.Id}")).Status);
        Assert.Equal(401, (await client.AskAsync("GET", "/auth/me", null, ("x-api-key", mia.Key))).Status);
        Assert.Equal(401, (await mia.Client.AskAsync("GET", "/auth/me")).Status);
        Assert.Equal(401, (await client.AskAsync("POST", "/auth/login", new { username = "mia", password = WeirHost.AdminPassword })).Status);
    }

    [Theory]
    [InlineData("PUT", """{"is_admin":0}""")]
    [InlineData("PUT", """{"is_active":false}""")]
    [InlineData("DELETE", null)]
    public async Task LastAdministrator_CannotBeLost(string method, string? body)
    {
        await using var weir = await StartAsync();
        var id = (await weir.Admin.AskAsync("GET", "/auth/me")).Json.GetProperty("user").GetProperty("id").GetGuid();
        // Another one that is deactivated does not count.
        var other = await weir.AddUserAsync("mia", null, Cancellation);
        await weir.Admin.AskAsync("PUT", $"/admin/api/users/{other}", new { is_admin = 1, is_active = 0 });
        Assert.Equal(409, (await weir.Admin.AskAsync(method, $"/admin/api/users/{id}", body)).Status);
        await weir.Admin.AskAsync("PUT", $"/admin/api/users/{other}", new { is_active = 1 });
        Assert.Equal(200, (await weir.Admin.AskAsync(method, $"/admin/api/users/{id}", body)).Status);
    }

    [Fact]
    public async Task LastAdministrators_DemotingEachOtherAtOnce_LeaveOne()
    {
        await using var weir = await StartAsync();
        var first = (await weir.Admin.AskAsync("GET", "/auth/me")).Json.GetProperty("user").GetProperty("id").GetGuid();
        var second = await weir.AddUserAsync("mia", null, Cancellation);
        await weir.Admin.AskAsync("PUT", $"/admin/api/users/{second}", new { is_admin = 1 });
        using var mia = await weir.SignInAsync("mia", WeirHost.AdminPassword, Cancellation);
        var answers = await Task.WhenAll(
            weir.Admin.AskAsync("PUT", $"/admin/api/users/{second}", new { is_admin = 0 }),
            mia.AskAsync("PUT", $"/admin/api/users/{first}", new { is_admin = 0 }));
        Assert.Single(answers, answer => answer.Status == 200);
    }

    [Theory]
    [InlineData("""{"username":7,"password":"x"}""", "\"username\" must be a string.")]
    [InlineData("""{"username":"a\u0000b","password":"x"}""", "\"username\" must be a string without U+0000.")]
    [InlineData("""{"username":"a","password":["x"]}""", "\"password\" must be a string.")]
    [InlineData("""{"token_limit":"many"}""", "\"token_limit\" must be a whole number or null.")]
    [InlineData("""{"token_limit":1.5}""", "\"token_limit\" must be a whole number or null.")]
    [InlineData("""{"is_admin":2}""", "\"is_admin\" must be true or false (or 1 or 0).")]
    [InlineData("""{"username":"mia","password":"a long sentence of mine","models":"all"}""", "\"models\" must be a list of strings.")]
    [InlineData("""{"username":"mia","password":"a long sentence of mine","models":["*-large"]}""", "\"models\" must be a list of at most 100 model names; a star can stand at the end of one alone, for example claude-*.")]
    [InlineData("""{"username":"mia","password":"a long sentence of mine","models":[null]}""", "\"models\" must be a list of at most 100 model names; a star can stand at the end of one alone, for example claude-*.")]
    [InlineData("""{"username":"mia","password":"a long sentence of mine","token_limit":-1}""", "\"token_limit\" must be 0 or more, or null for no limit.")]
    [InlineData("""{"username":"m i a","password":"short"}""", "The username must be 2 to 64 characters: letters from a to z, digits, and . _ - @ + The password must have at least 12 characters: a few unrelated words are easy to remember.")]
    [InlineData("""{"username":"a","username":"b"}""", null)]
    [InlineData("""{"username":""", "The body is not valid JSON.")]
    [InlineData("[]", null)]
    [InlineData("null", null)]
    [InlineData("{}", "\"username\" and \"password\" are needed.")]
    public async Task Body_Wrong_IsRefusedByASentence(string body, string? sentence)
    {
        await using var weir = await StartAsync();
        var answer = await weir.Admin.AskAsync("POST", "/admin/api/users", body);
        Assert.Equal(400, answer.Status);
        Assert.Equal(sentence ?? answer.Error(), answer.Error());
    }

    [Fact]
    public async Task Body_UnknownFields_AreIgnored()
    {
        await using var weir = await StartAsync();
        Assert.Equal(201, (await weir.Admin.AskAsync("POST", "/admin/api/users", """{"username":"mia","password":"a long sentence of mine","colour":{"r":1}}""")).Status);
    }

    [Fact]
    public async Task Body_OfAnotherTypeOrTooLarge_IsRefused()
    {
        await using var weir = await StartAsync();
        using var form = new FormUrlEncodedContent([new("name", "k")]);
        using var asForm = await weir.Admin.PostAsync("/api/keys", form, Cancellation);
        Assert.Equal(415, (int)asForm.StatusCode);
        using var plain = new StringContent("""{"name":"k"}""");
        using var asText = await weir.Admin.PostAsync("/api/keys", plain, Cancellation);
        Assert.Equal(415, (int)asText.StatusCode);
        var large = await weir.Admin.AskAsync("POST", "/api/keys", $$"""{"name":"{{new string('x', 70_000)}}"}""");
        Assert.Equal(413, large.Status);
        Assert.Contains("64 KiB", large.Error(), StringComparison.Ordinal);
    }
}
