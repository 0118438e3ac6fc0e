using Weir.IntegrationTests.Running;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;

namespace Weir.IntegrationTests.Accounts;

public class KeyTests
{
    [Fact]
    public async Task Key_Made_WorksByBothHeadersUntilRevoked()
    {
        await using var weir = await StartAsync();
        using var client = weir.NewClient();
        var made = await weir.Admin.AskAsync("POST", "/api/keys", new { name = "laptop", models = new[] { "claude-opus" }, token_limit = 5 });
        Assert.Equal(201, made.Status);
        var (id, key) = (made.Json.GetProperty("id").GetGuid(), made.Json.GetProperty("key").GetString()!);
        Assert.StartsWith($"weir_{id:N}_", key, StringComparison.Ordinal);
        Assert.Equal(200, (await client.AskAsync("GET", "/auth/me", null, ("x-api-key", key))).Status);
        Assert.Equal(200, (await client.AskAsync("GET", "/auth/me", null, ("Authorization", $"Bearer {key}"))).Status);

        var listed = Assert.Single((await weir.Admin.AskAsync("GET", "/api/keys")).Json.EnumerateArray());
        Assert.Equal(("laptop", 5L, "inference"), (listed.GetProperty("name").GetString(), listed.GetProperty("token_limit").GetInt64(), listed.GetProperty("scope").GetString()));
        Assert.False(listed.TryGetProperty("key", out _));

        Assert.Equal(200, (await weir.Admin.AskAsync("DELETE", $"/api/keys/{id}")).Status);
        Assert.Equal(401, (await client.AskAsync("GET", "/auth/me", null, ("x-api-key", key))).Status);
        Assert.Equal(404, (await weir.Admin.AskAsync("DELETE", $"/api/keys/{id}")).Status);
        Assert.Equal(0, (await weir.Admin.AskAsync("GET", "/api/keys")).Json.GetArrayLength());
    }

    [Fact]
    public async Task Key_OfSomebodyElse_IsNeitherSeenNorRevoked()
    {
        await using var weir = await StartAsync();
        using var mia = await weir.AddAccountAsync("mia", null, Cancellation);
        var id = Assert.Single((await mia.Client.AskAsync("GET", "/api/keys")).Json.EnumerateArray()).GetProperty("id").GetGuid();
        Assert.Equal(0, (await weir.Admin.AskAsync("GET", "/api/keys")).Json.GetArrayLength());
        Assert.Equal(404, (await weir.Admin.AskAsync("DELETE", $"/api/keys/{id}")).Status);
    }

    [Theory]
    [InlineData("{}", 400)]
    [InlineData("""{"name":"k","expires_at":"2001-01-01T00:00:00Z"}""", 400)]
    [InlineData("""{"name":"k","expires_at":"tomorrow"}""", 400)]
    [InlineData("""{"name":"k","token_limit":-1}""", 400)]
    [InlineData("""{"name":"k","models":"all"}""", 400)]
    [InlineData("""{"name":"k","models":[""]}""", 400)]
    [InlineData("""{"name":"k","models":["*"]}""", 201)]
    [InlineData("""{"name":"k","models":["claude-*-5"]}""", 400)]
    [InlineData("""{"name":"k","models":["a\u0000b"]}""", 400)]
    [InlineData("""{"name":"a\u0000b"}""", 400)]
    [InlineData("""{"name":"k","scope":"everything"}""", 400)]
    [InlineData("""{"name":"k","scope":"admin","expires_at":"2099-01-01T00:00:00Z"}""", 403)]
    public async Task Key_AskedForWrongly_IsRefused(string body, int status)
    {
        await using var weir = await StartAsync();
        await weir.AddUserAsync("mia", null, Cancellation);
        using var mia = await weir.SignInAsync("mia", WeirHost.AdminPassword, Cancellation);
        Assert.Equal(status, (await mia.AskAsync("POST", "/api/keys", body)).Status);
    }

    [Fact]
    public async Task Key_AllowedInThePath_SaysSo()
    {
        await using var weir = await StartAsync();

        var allowed = await weir.Admin.AskAsync("POST", "/api/keys", new { name = "a", allow_in_path = true });
        var usual = await weir.Admin.AskAsync("POST", "/api/keys", new { name = "b" });
        var admin = await weir.Admin.AskAsync("POST", "/api/keys", """{"name":"c","scope":"admin","expires_at":"2099-01-01T00:00:00Z","allow_in_path":1}""");

        Assert.Equal((true, false), (allowed.Json.GetProperty("allow_in_path").GetBoolean(), usual.Json.GetProperty("allow_in_path").GetBoolean()));
        Assert.Equal((400, "A key with scope \"admin\" cannot be allowed in the path, where it may be written down on its way."), (admin.Status, admin.Error()));
        Assert.Equal([false, true], (await weir.Admin.AskAsync("GET", "/api/keys")).Json.EnumerateArray().Select(key => key.GetProperty("allow_in_path").GetBoolean()));
    }

    [Fact]
    public async Task AdminKey_WithoutExpiry_IsRefused()
    {
        await using var weir = await StartAsync();
        Assert.Equal(400, (await weir.Admin.AskAsync("POST", "/api/keys", new { name = "k", scope = "admin" })).Status);
    }
}
