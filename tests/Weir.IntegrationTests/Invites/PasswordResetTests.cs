using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Running;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;
using static Weir.IntegrationTests.Invites.InviteHost;

namespace Weir.IntegrationTests.Invites;

public class PasswordResetTests
{
    [Fact]
    public async Task Reset_Used_SetsThePasswordAndEndsAllSessions()
    {
        await using var weir = await StartAsync();
        using var mia = await weir.AddAccountAsync("mia", null, Cancellation);
        var made = (await weir.Admin.AskAsync("POST", $"/admin/api/users/{mia.Id}/reset")).Json;
        Assert.Equal($"{weir.Address}reset?code={made.Text("code")}", made.Text("link"));
        using var client = weir.NewClient();
        Assert.Equal(400, (await client.ResetAsync(made.Text("code"), "short")).Status);
        Assert.Equal(200, (await mia.Client.AskAsync("GET", "/auth/me")).Status);

        Assert.Equal(200, (await client.ResetAsync(made.Text("code"))).Status);
        Assert.Equal(401, (await mia.Client.AskAsync("GET", "/auth/me")).Status);
        Assert.Equal(401, (await client.AskAsync("POST", "/auth/login", new { username = "mia", password = WeirHost.AdminPassword })).Status);
        Assert.Equal(200, (await client.AskAsync("POST", "/auth/login", new { username = "mia", password = Password })).Status);
        Assert.Equal(404, (await client.ResetAsync(made.Text("code"))).Status);
        Assert.Equal("used", await weir.StateAsync(made.GetProperty("id").GetGuid()));
    }

    [Fact]
    public async Task Reset_MadeAnew_EndsTheEarlierLinks()
    {
        await using var weir = await StartAsync();
        var mia = await weir.AddUserAsync("mia", null, Cancellation);
        var (first, second) = (await weir.ResetCodeAsync(mia), await weir.ResetCodeAsync(mia));
        using var client = weir.NewClient();
        Assert.Equal(404, (await client.ResetAsync(first)).Status);
        Assert.Equal(200, (await client.ResetAsync(second)).Status);
    }

    [Fact]
    public async Task Reset_AfterThePasswordWasChanged_WorksNoMore()
    {
        await using var weir = await StartAsync();
        using var mia = await weir.AddAccountAsync("mia", null, Cancellation);
        var code = await weir.ResetCodeAsync(mia.Id);
        Assert.Equal(200, (await mia.Client.AskAsync("POST", "/auth/password", new { current = WeirHost.AdminPassword, @new = Password })).Status);
        using var client = weir.NewClient();
        Assert.Equal(404, (await client.ResetAsync(code, "another long sentence")).Status);
    }

    [Fact]
    public async Task Reset_OfADeactivatedUser_IsRefusedAndStaysSo()
    {
        await using var weir = await StartAsync();
        var mia = await weir.AddUserAsync("mia", null, Cancellation);
        var code = await weir.ResetCodeAsync(mia);
        await weir.Admin.AskAsync("PUT", $"/admin/api/users/{mia}", new { is_active = 0 });
        using var client = weir.NewClient();
        Assert.Equal(404, (await client.ResetAsync(code)).Status);
        var refused = await weir.Admin.AskAsync("POST", $"/admin/api/users/{mia}/reset");
        Assert.Equal((409, "This account is deactivated: activate it first."), (refused.Status, refused.Error()));

        await weir.Admin.AskAsync("PUT", $"/admin/api/users/{mia}", new { is_active = 1 });
        Assert.Equal(404, (await client.ResetAsync(code)).Status);
    }

    [Fact]
    public async Task Reset_OfAnErasedUser_IsRefused()
    {
        await using var weir = await StartAsync();
        var mia = await weir.AddUserAsync("mia", null, Cancellation);
        var code = await weir.ResetCodeAsync(mia);
        await weir.Admin.AskAsync("DELETE", $"/admin/api/users/{mia}");
        using var client = weir.NewClient();
        Assert.Equal(404, (await client.ResetAsync(code)).Status);
        Assert.Equal(404, (await weir.Admin.AskAsync("POST", $"/admin/api/users/{mia}/reset")).Status);
    }

    [Fact]
    public async Task Links_OfOnePurpose_DoNotServeTheOther()
    {
        await using var weir = await StartAsync();
        var reset = await weir.ResetCodeAsync(await weir.AddUserAsync("mia", null, Cancellation));
        var join = (await weir.InviteAsync(new { })).Text("code");
        using var client = weir.NewClient();
        Assert.Equal(404, (await client.JoinAsync(reset, "eve")).Status);
        Assert.Equal(404, (await client.ResetAsync(join)).Status);
    }
}
