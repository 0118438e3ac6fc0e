using System.Text.Json;
using Weir.IntegrationTests.Running;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;

namespace Weir.IntegrationTests.Accounts;

public class SessionTests
{
    private const string Phone = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36";

    [Fact]
    public async Task Sessions_Listed_TellDeviceAndWhichOneAsks()
    {
        await using var weir = await StartAsync();
        await weir.AddUserAsync("mia", null, Cancellation);
        using var phone = await SignInAsync(weir, Phone);
        using var laptop = await SignInAsync(weir, "curl/8.14.1");
        var sessions = await ListAsync(laptop);
        Assert.Equal(
            ["Chrome on Android 0", "curl 1"],
            sessions.Select(session => $"{session.GetProperty("device").GetString()} {session.GetProperty("is_current").GetInt32()}").Order());
        Assert.All(sessions, session => Assert.Equal("127.0.0.1", session.GetProperty("address").GetString()));
    }

    [Fact]
    public async Task Session_EndedByAnother_IsDeadAtOnce()
    {
        await using var weir = await StartAsync();
        await weir.AddUserAsync("mia", null, Cancellation);
        using var phone = await SignInAsync(weir, Phone);
        using var laptop = await SignInAsync(weir, "curl/8.14.1");
        var id = (await ListAsync(laptop)).Single(session => session.GetProperty("is_current").GetInt32() == 0).GetProperty("id").GetGuid();
        Assert.Equal(200, (await laptop.AskAsync("DELETE", $"/auth/sessions/{id}")).Status);
        Assert.Equal(401, (await phone.AskAsync("GET", "/auth/me")).Status);
        Assert.Single(await ListAsync(laptop));
        Assert.Equal(404, (await laptop.AskAsync("DELETE", $"/auth/sessions/{id}")).Status);
    }

    [Fact]
    public async Task Session_OfSomebodyElse_IsNotFound()
    {
        await using var weir = await StartAsync();
        await weir.AddUserAsync("mia", null, Cancellation);
        using var phone = await SignInAsync(weir, Phone);
        var admins = (await ListAsync(weir.Admin))[0].GetProperty("id").GetGuid();
        Assert.Equal(404, (await phone.AskAsync("DELETE", $"/auth/sessions/{admins}")).Status);
        Assert.Equal(200, (await weir.Admin.AskAsync("GET", "/auth/me")).Status);
    }

    [Fact]
    public async Task Sessions_AllOthersEnded_LeaveTheOneThatAsks()
    {
        await using var weir = await StartAsync();
        await weir.AddUserAsync("mia", null, Cancellation);
        using var phone = await SignInAsync(weir, Phone);
        using var tablet = await SignInAsync(weir, Phone);
        using var laptop = await SignInAsync(weir, "curl/8.14.1");
        Assert.Equal(2, (await laptop.AskAsync("DELETE", "/auth/sessions")).Json.GetProperty("ended").GetInt32());
        Assert.Equal((401, 401, 200), ((await phone.AskAsync("GET", "/auth/me")).Status, (await tablet.AskAsync("GET", "/auth/me")).Status, (await laptop.AskAsync("GET", "/auth/me")).Status));
        Assert.Equal(200, (await weir.Admin.AskAsync("GET", "/auth/me")).Status);
    }

    [Fact]
    public async Task Sessions_OfAUser_AreListedAndEndedByAdministrators()
    {
        await using var weir = await StartAsync();
        var mia = await weir.AddUserAsync("mia", null, Cancellation);
        using var phone = await SignInAsync(weir, Phone);
        var listed = (await weir.Admin.AskAsync("GET", $"/admin/api/users/{mia}/sessions")).Json;
        Assert.Equal("Chrome on Android", Assert.Single(listed.EnumerateArray()).GetProperty("device").GetString());
        Assert.Equal(1, (await weir.Admin.AskAsync("DELETE", $"/admin/api/users/{mia}/sessions")).Json.GetProperty("ended").GetInt32());
        Assert.Equal(401, (await phone.AskAsync("GET", "/auth/me")).Status);
    }

    [Fact]
    public async Task Keys_OfAUser_AreListedAndRevokedByAdministrators()
    {
        await using var weir = await StartAsync();
        using var mia = await weir.AddAccountAsync("mia", null, Cancellation);
        var key = Assert.Single((await weir.Admin.AskAsync("GET", $"/admin/api/users/{mia.Id}/keys")).Json.EnumerateArray()).GetProperty("id").GetGuid();
        Assert.Equal(404, (await weir.Admin.AskAsync("DELETE", $"/admin/api/users/{Guid.CreateVersion7()}/keys/{key}")).Status);
        Assert.Equal(200, (await weir.Admin.AskAsync("DELETE", $"/admin/api/users/{mia.Id}/keys/{key}")).Status);
        using var client = weir.NewClient();
        Assert.Equal(401, (await client.AskAsync("GET", "/auth/me", null, ("x-api-key", mia.Key))).Status);
    }

    [Fact]
    public async Task Sessions_ThatIdled_AreNotListed()
    {
        var clock = NewClock();
        await using var weir = await StartAsync(clock, ("Weir__SessionIdleDays", "1"));
        await weir.AddUserAsync("mia", null, Cancellation);
        using var phone = await SignInAsync(weir, Phone);
        clock.Advance(TimeSpan.FromDays(1));
        using var laptop = await SignInAsync(weir, "curl/8.14.1");
        Assert.Single(await ListAsync(laptop));
    }

    private static async Task<HttpClient> SignInAsync(WeirHost weir, string userAgent)
    {
        var client = new HttpClient { BaseAddress = weir.Address };
        client.DefaultRequestHeaders.UserAgent.ParseAdd(userAgent);
        Assert.Equal(200, (await client.AskAsync("POST", "/auth/login", new { username = "mia", password = WeirHost.AdminPassword })).Status);
        return client;
    }

    private static async Task<List<JsonElement>> ListAsync(HttpClient client) => [.. (await client.AskAsync("GET", "/auth/sessions")).Json.EnumerateArray()];
}
