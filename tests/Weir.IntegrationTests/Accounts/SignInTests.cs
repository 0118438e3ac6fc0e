using System.Net.Http.Json;
using Weir.IntegrationTests.Running;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;

namespace Weir.IntegrationTests.Accounts;

public class SignInTests
{
    [Fact]
    public async Task Login_RightPassword_AnswersTheUserAndAGuardedCookie()
    {
        await using var weir = await StartAsync();
        using var client = weir.NewClient();
        using var response = await client.PostAsJsonAsync("/auth/login", new { username = "Admin", password = WeirHost.AdminPassword }, Cancellation);
        var json = await WeirHost.JsonAsync(response, Cancellation);
        Assert.True(json.GetProperty("success").GetBoolean());
        Assert.Equal("admin", json.GetProperty("user").GetProperty("username").GetString());
        Assert.Equal(1, json.GetProperty("user").GetProperty("is_admin").GetInt32());
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("weir=", cookie, StringComparison.Ordinal);
        Assert.Contains("; path=/; samesite=lax; httponly", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("secure", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Login_BehindATrustedHttpsProxy_SetsTheHostCookie()
    {
        await using var weir = await StartAsync(null, ("Weir__TrustedProxies", "127.0.0.1"));
        using var client = weir.NewClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using var response = await client.PostAsJsonAsync("/auth/login", new { username = "admin", password = WeirHost.AdminPassword }, Cancellation);
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("__Host-weir=", cookie, StringComparison.Ordinal);
        Assert.Contains("; secure", cookie, StringComparison.Ordinal);
        Assert.Equal(200, (await client.AskAsync("GET", "/auth/me", null, ("Cookie", cookie.Split(';')[0]))).Status);
    }

    [Fact]
    public async Task Login_WrongPasswordOrUnknownName_LooksTheSame()
    {
        await using var weir = await StartAsync();
        using var client = weir.NewClient();
        var wrong = await client.AskAsync("POST", "/auth/login", new { username = "admin", password = "not the password" });
        var unknown = await client.AskAsync("POST", "/auth/login", new { username = "nobody", password = "not the password" });
        Assert.Equal(401, wrong.Status);
        Assert.Equal(401, unknown.Status);
        Assert.Equal(wrong.Error(), unknown.Error());
    }

    [Fact]
    public async Task Logout_KillsTheSessionOnTheServer()
    {
        await using var weir = await StartAsync();
        using var client = weir.NewClient();
        var cookie = await client.CookieAsync("admin");
        Assert.Equal(200, (await client.AskAsync("GET", "/auth/me", null, ("Cookie", cookie))).Status);
        Assert.Equal(200, (await client.AskAsync("POST", "/auth/logout", null, ("Cookie", cookie))).Status);
        Assert.Equal(401, (await client.AskAsync("GET", "/auth/me", null, ("Cookie", cookie))).Status);
    }

    [Fact]
    public async Task Deactivation_NextRequestIs403AndTheSessionIsGone()
    {
        await using var weir = await StartAsync();
        using var client = weir.NewClient();
        var id = await weir.AddUserAsync("mia", null, Cancellation);
        var cookie = await client.CookieAsync("mia");
        Assert.Equal(200, (await weir.Admin.AskAsync("PUT", $"/admin/api/users/{id}", new { is_active = 0 })).Status);
        Assert.Equal(403, (await client.AskAsync("GET", "/auth/me", null, ("Cookie", cookie))).Status);
        Assert.Equal(403, (await client.AskAsync("POST", "/auth/login", new { username = "mia", password = WeirHost.AdminPassword })).Status);
        Assert.Equal(200, (await weir.Admin.AskAsync("PUT", $"/admin/api/users/{id}", new { is_active = true })).Status);
        Assert.Equal(401, (await client.AskAsync("GET", "/auth/me", null, ("Cookie", cookie))).Status);
    }

    [Fact]
    public async Task PasswordChange_EndsTheOtherSessionsOnly()
    {
        await using var weir = await StartAsync();
        using var client = weir.NewClient();
        await weir.AddUserAsync("mia", null, Cancellation);
        var (mine, other) = (await client.CookieAsync("mia"), await client.CookieAsync("mia"));
        var wrong = await client.AskAsync("POST", "/auth/password", new { current = "not the password", @new = "six purple otters sing" }, ("Cookie", mine));
        var weak = await client.AskAsync("POST", "/auth/password", new { current = WeirHost.AdminPassword, @new = "password1234" }, ("Cookie", mine));
        Assert.Equal((403, "wrong_password"), (wrong.Status, wrong.Json.GetProperty("code").GetString()));
        Assert.Equal(400, weak.Status);
        Assert.Equal(200, (await client.AskAsync("GET", "/auth/me", null, ("Cookie", other))).Status);

        var done = await client.AskAsync("POST", "/auth/password", new { current = WeirHost.AdminPassword, @new = "six purple otters sing" }, ("Cookie", mine));
        Assert.Equal(200, done.Status);
        Assert.Equal(200, (await client.AskAsync("GET", "/auth/me", null, ("Cookie", mine))).Status);
        Assert.Equal(401, (await client.AskAsync("GET", "/auth/me", null, ("Cookie", other))).Status);
        await client.CookieAsync("mia", "six purple otters sing");
        Assert.Equal(401, (await client.AskAsync("POST", "/auth/login", new { username = "mia", password = WeirHost.AdminPassword })).Status);
    }

    [Fact]
    public async Task Registration_Closed_IsForAdministratorsWhoStayThemselves()
    {
        await using var weir = await StartAsync();
        using var client = weir.NewClient();
        var wanted = new { username = "mia", password = WeirHost.AdminPassword };
        Assert.Equal(403, (await client.AskAsync("POST", "/auth/register", wanted)).Status);
        Assert.Equal(200, (await weir.Admin.AskAsync("POST", "/auth/register", wanted)).Status);
        var me = await weir.Admin.AskAsync("GET", "/auth/me");
        Assert.Equal("admin", me.Json.GetProperty("user").GetProperty("username").GetString());
        var cookie = await client.CookieAsync("mia");
        Assert.Equal(403, (await client.AskAsync("POST", "/auth/register", wanted, ("Cookie", cookie))).Status);
    }

    [Fact]
    public async Task Registration_Open_SignsInAnybodyAsAnOrdinaryUser()
    {
        await using var weir = await StartAsync(null, ("Weir__Registration", "open"));
        using var client = new HttpClient { BaseAddress = weir.Address };
        var made = await client.AskAsync("POST", "/auth/register", new { username = "mia", password = WeirHost.AdminPassword, is_admin = 1 });
        Assert.Equal(200, made.Status);
        var me = await client.AskAsync("GET", "/auth/me");
        Assert.Equal(0, me.Json.GetProperty("user").GetProperty("is_admin").GetInt32());
        Assert.Equal(409, (await weir.NewClient().AskAsync("POST", "/auth/register", new { username = "MIA", password = WeirHost.AdminPassword })).Status);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 201)]
    [InlineData("Sec-Fetch-Site", "none", 201)]
    [InlineData("Accept", "*/*", 201)]
    public async Task SameOrigin_UnsafeRequestWithACookie_IsHeldToIt(string header, string value, int status)
    {
        await using var weir = await StartAsync();
        Assert.Equal(status, (await weir.Admin.AskAsync("POST", "/api/keys", new { name = "k" }, (header, value))).Status);
        Assert.Equal(200, (await weir.Admin.AskAsync("GET", "/api/keys", null, (header, value))).Status);
    }

    [Fact]
    public async Task SameOrigin_RequestWithAKey_IsNotHeldToIt()
    {
        await using var weir = await StartAsync();
        using var client = weir.NewClient();
        var expiry = TimeProvider.System.GetUtcNow().AddDays(1);
        var made = await weir.Admin.AskAsync("POST", "/api/keys", new { name = "k", scope = "admin", expires_at = expiry });
        var key = made.Json.GetProperty("key").GetString()!;
        Assert.Equal(201, (await client.AskAsync("POST", "/api/keys", new { name = "k2" }, ("x-api-key", key), ("Origin", "http://elsewhere.example"))).Status);
    }
}
