using System.Text.Json;
using Weir.IntegrationTests.Accounts;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;
using static Weir.IntegrationTests.Invites.InviteHost;

namespace Weir.IntegrationTests.Invites;

public sealed class RegistrationTests
{
    [Theory]
    [InlineData("closed", "Registration is closed: ask an administrator for an account.")]
    [InlineData("invite", "An invite is needed: ask an administrator for a link, or send its \"code\".")]
    public async Task Registration_WithoutACode_IsRefusedUnlessOpen(string mode, string sentence)
    {
        await using var weir = await StartAsync(null, ("Weir__Registration", mode));
        using var client = weir.NewClient();
        var refused = await client.AskAsync("POST", "/auth/register", new { username = "mia", password = Password });
        Assert.Equal((403, sentence), (refused.Status, refused.Error()));
        Assert.Equal(404, (await client.AskAsync("POST", "/auth/register", new { username = "mia", password = Password, code = "wrong" })).Status);

        var invite = await weir.InviteAsync(new { token_limit = 7 });
        var made = await client.AskAsync("POST", "/auth/register", new { username = "mia", password = Password, code = invite.Text("code") });
        Assert.Equal(200, made.Status);
        Assert.Equal(7, (await weir.UserAsync("mia")).GetProperty("token_limit").GetInt64());
        Assert.Equal("used", await weir.StateAsync(invite.GetProperty("id").GetGuid()));
    }

    [Fact]
    public async Task Registration_Open_LimitsNewcomersUntilATemplateDoes()
    {
        await using var weir = await StartAsync(null, ("Weir__Registration", "open"), ("Weir__NewcomerTokens", "4000"));
        using var client = weir.NewClient();
        await client.AskAsync("POST", "/auth/register", new { username = "mia", password = Password });
        Assert.Equal(4000, (await weir.UserAsync("mia")).GetProperty("token_limit").GetInt64());

        await weir.Admin.AskAsync("POST", "/admin/api/budgets/templates", new { role = "user", name = "count", unit = "requests", window = "day" });
        await client.AskAsync("POST", "/auth/register", new { username = "ann", password = Password });
        Assert.Equal(4000, (await weir.UserAsync("ann")).GetProperty("token_limit").GetInt64());

        await weir.Admin.AskAsync("POST", "/admin/api/budgets/templates", new { role = "user", name = "cap", unit = "requests", window = "day", cap = 5 });
        await client.AskAsync("POST", "/auth/register", new { username = "bob", password = Password });
        Assert.Equal(JsonValueKind.Null, (await weir.UserAsync("bob")).GetProperty("token_limit").ValueKind);
    }

    [Fact]
    public async Task Registration_OpenAndAskedForAgainAndAgain_IsSlowedDown()
    {
        var clock = NewClock();
        await using var weir = await StartAsync(clock, ("Weir__Registration", "open"));
        using var client = weir.NewClient();
        // What fails makes no account, and doesn't count as one.
        Assert.Equal(409, (await client.AskAsync("POST", "/auth/register", new { username = "admin", password = Password })).Status);
        for (var i = 0; i < 31; i++)
        {
            Assert.Equal(200, (await client.AskAsync("POST", "/auth/register", new { username = $"user-{i}", password = Password })).Status);
        }

        Assert.Equal(429, (await client.AskAsync("POST", "/auth/register", new { username = "mia", password = Password })).Status);
        var invite = await weir.InviteAsync(new { });
        Assert.Equal(200, (await client.JoinAsync(invite.Text("code"), "ann")).Status);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await client.AskAsync("POST", "/auth/register", new { username = "mia", password = Password })).Status);
    }

    [Fact]
    public async Task Registration_ByAnAdministrator_IsNotLimited()
    {
        await using var weir = await StartAsync();
        await weir.Admin.AskAsync("POST", "/auth/register", new { username = "mia", password = Password });
        Assert.Equal(JsonValueKind.Null, (await weir.UserAsync("mia")).GetProperty("token_limit").ValueKind);
    }
}
