using System.Text.Json;
using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Running;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;
using static Weir.IntegrationTests.Invites.InviteHost;

namespace Weir.IntegrationTests.Invites;

public class InviteTests
{
    [Fact]
    public async Task Invite_Used_GivesWhatItPromisesBesideTheTemplates()
    {
        await using var weir = await StartAsync();
        await weir.Admin.AskAsync("POST", "/admin/api/budgets/templates", new { role = "user", name = "all", unit = "requests", window = "day", cap = 50 });
        var group = (await weir.Admin.AskAsync("POST", "/admin/api/groups", new { name = "class" })).Json.GetProperty("id").GetGuid();
        var invite = await weir.InviteAsync(new
        {
            note = "Mia, class 7b",
            token_limit = 5000,
            group_id = group,
            models = new[] { "demo" },
            budgets = new[] { new { name = "a month", unit = "nano_dollars", window = "month", cap = 2_000_000_000L, time_zone = "Europe/Berlin" } },
        });
        Assert.Equal($"{weir.Address}join?code={invite.Text("code")}", invite.Text("link"));

        using var client = new HttpClient { BaseAddress = weir.Address };
        var joined = await client.JoinAsync(invite.Text("code"), "mia");
        Assert.Equal(200, joined.Status);
        Assert.Equal("mia", joined.Json.GetProperty("user").Text("username"));
        Assert.Equal("mia", (await client.AskAsync("GET", "/auth/me")).Json.GetProperty("user").Text("username"));

        var user = await weir.UserAsync("mia");
        Assert.Equal((0, 5000L, group), (user.GetProperty("is_admin").GetInt32(), user.GetProperty("token_limit").GetInt64(), user.GetProperty("group_id").GetGuid()));
        Assert.Equal(["demo"], user.GetProperty("models").EnumerateArray().Select(model => model.GetString()));
        var budgets = (await weir.Admin.AskAsync("GET", $"/admin/api/budgets?subject=user&subject_id={user.GetProperty("id").GetGuid()}")).Json;
        Assert.Equal(
            ["a month nano_dollars month Europe/Berlin", "all requests day UTC"],
            budgets.EnumerateArray().Where(budget => !budget.GetProperty("is_own").GetBoolean())
                .Select(budget => $"{budget.Text("name")} {budget.Text("unit")} {budget.Text("window")} {budget.Text("time_zone")}").Order());
    }

    [Fact]
    public async Task Invite_Used_TellsByWhomAndWorksNoMore()
    {
        await using var weir = await StartAsync();
        var invite = await weir.InviteAsync(new { note = "for Mia" });
        var id = invite.GetProperty("id").GetGuid();
        using var client = weir.NewClient();
        // Neither a name that is taken nor a password that is too weak uses it up.
        Assert.Equal(409, (await client.JoinAsync(invite.Text("code"), "ADMIN")).Status);
        Assert.Equal(400, (await client.JoinAsync(invite.Text("code"), "mia", "short")).Status);
        Assert.Equal("open", await weir.StateAsync(id));
        Assert.Equal(200, (await client.JoinAsync(invite.Text("code"), "mia")).Status);

        var again = await client.JoinAsync(invite.Text("code"), "eve");
        Assert.Equal(404, again.Status);
        Assert.Equal("This link no longer works: it was used or revoked, or has expired. Ask for a new one.", again.Error());
        var told = (await weir.Admin.AskAsync("GET", "/admin/api/invites?state=used")).Json.GetProperty("invites").EnumerateArray().Single();
        Assert.Equal(("for Mia", "admin", "mia", "join"), (told.Text("note"), told.Text("created_by_name"), told.Text("used_by_name"), told.Text("purpose")));
        Assert.False(told.TryGetProperty("code", out _));
    }

    [Fact]
    public async Task Invite_ForAnAdministrator_MakesOne()
    {
        await using var weir = await StartAsync();
        var invite = await weir.InviteAsync(new { is_admin = 1 });
        using var client = new HttpClient { BaseAddress = weir.Address };
        Assert.Equal(1, (await client.JoinAsync(invite.Text("code"), "mia")).Json.GetProperty("user").GetProperty("is_admin").GetInt32());
        Assert.Equal(200, (await client.AskAsync("GET", "/admin/api/users")).Status);
    }

    [Fact]
    public async Task Invite_After72Hours_HasExpired()
    {
        var clock = NewClock();
        await using var weir = await StartAsync(clock);
        var invite = await weir.InviteAsync(new { });
        clock.Advance(TimeSpan.FromHours(72) - TimeSpan.FromSeconds(1));
        using var client = weir.NewClient();
        Assert.Equal(400, (await client.JoinAsync(invite.Text("code"), "mia", "short")).Status);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(404, (await client.JoinAsync(invite.Text("code"), "mia")).Status);
        Assert.Equal("expired", await weir.StateAsync(invite.GetProperty("id").GetGuid()));
    }

    [Fact]
    public async Task Invite_Revoked_WorksNoMore()
    {
        await using var weir = await StartAsync();
        var invite = await weir.InviteAsync(new { });
        var id = invite.GetProperty("id").GetGuid();
        Assert.Equal(200, (await weir.Admin.AskAsync("DELETE", $"/admin/api/invites/{id}")).Status);
        using var client = weir.NewClient();
        Assert.Equal(404, (await client.JoinAsync(invite.Text("code"), "mia")).Status);
        Assert.Equal("revoked", await weir.StateAsync(id));
        Assert.Equal(404, (await weir.Admin.AskAsync("DELETE", $"/admin/api/invites/{Guid.CreateVersion7()}")).Status);
    }

    [Theory]
    [InlineData("""{"is_admin":0}""")]
    [InlineData("""{"is_active":0}""")]
    [InlineData(null)]
    public async Task Invite_OfWhoIsNoAdministratorAnyMore_IsRevoked(string? change)
    {
        await using var weir = await StartAsync();
        using var mia = await weir.AddAccountAsync("mia", null, Cancellation);
        await weir.Admin.AskAsync("PUT", $"/admin/api/users/{mia.Id}", new { is_admin = 1 });
        var invite = (await mia.Client.AskAsync("POST", "/admin/api/invites", new { is_admin = 1 })).Json;
        Assert.Equal(200, (await weir.Admin.AskAsync(change is null ? "DELETE" : "PUT", $"/admin/api/users/{mia.Id}", change)).Status);
        using var client = weir.NewClient();
        Assert.Equal(404, (await client.JoinAsync(invite.Text("code"), "eve")).Status);
    }

    [Fact]
    public async Task Invite_WhoseGroupIsDeleted_GoesOnWithoutIt()
    {
        await using var weir = await StartAsync();
        var group = (await weir.Admin.AskAsync("POST", "/admin/api/groups", new { name = "class" })).Json.GetProperty("id").GetGuid();
        var invite = await weir.InviteAsync(new { group_id = group });
        Assert.Equal(200, (await weir.Admin.AskAsync("DELETE", $"/admin/api/groups/{group}")).Status);
        using var client = weir.NewClient();
        Assert.Equal(200, (await client.JoinAsync(invite.Text("code"), "mia")).Status);
        Assert.Equal(JsonValueKind.Null, (await weir.UserAsync("mia")).GetProperty("group_id").ValueKind);
    }

    [Fact]
    public async Task Invites_Many_ComeByPagesNewestFirst()
    {
        var clock = NewClock();
        await using var weir = await StartAsync(clock);
        for (var i = 0; i < 5; i++)
        {
            await weir.InviteAsync(new { note = $"n{i}" });
            clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        var notes = new List<string>();
        for (var before = ""; notes.Count < 6;)
        {
            var page = (await weir.Admin.AskAsync("GET", $"/admin/api/invites?limit=2&purpose=join{before}")).Json;
            notes.AddRange(page.GetProperty("invites").EnumerateArray().Select(one => one.Text("note")));
            if (page.GetProperty("next").ValueKind == JsonValueKind.Null)
            {
                break;
            }

            before = $"&before={page.GetProperty("next").GetGuid()}";
        }

        Assert.Equal(["n4", "n3", "n2", "n1", "n0"], notes);
        Assert.Equal(0, (await weir.Admin.AskAsync("GET", "/admin/api/invites?purpose=reset")).Json.GetProperty("invites").GetArrayLength());
    }

    [Theory]
    [InlineData("""{"note":" "}""", "\"note\" must have 1 to 200 printable characters, or be null.")]
    [InlineData("""{"token_limit":-1}""", "\"token_limit\" must be 0 or more, or null for no limit.")]
    [InlineData("""{"expires_at":"2020-01-01T00:00:00Z"}""", "\"expires_at\" must be in the future, and at most 30 days from now.")]
    [InlineData("""{"expires_at":"2999-01-01T00:00:00Z"}""", "\"expires_at\" must be in the future, and at most 30 days from now.")]
    [InlineData("""{"group_id":"01890a5d-ac96-774b-bcce-b302099a8057"}""", "\"group_id\" names no group: GET /admin/api/groups lists them.")]
    [InlineData("""{"budgets":7}""", "\"budgets\" must be a list of budgets, each as in {\"unit\":\"tokens\",\"window\":\"month\",\"cap\":1000000}.")]
    [InlineData("""{"budgets":[null]}""", "\"budgets\" must be a list of at most 8 budgets.")]
    [InlineData("""{"budgets":[{"unit":"tokens"}]}""", "In \"budgets\": \"window\" is missing or wrong: write total, day or month.")]
    public async Task Body_Wrong_IsRefusedByASentence(string body, string sentence)
    {
        await using var weir = await StartAsync();
        var answer = await weir.Admin.AskAsync("POST", "/admin/api/invites", body);
        Assert.Equal((400, sentence), (answer.Status, answer.Error()));
    }

    [Fact]
    public async Task Invite_WithMoreBudgetsThanARequestCanHave_IsRefused()
    {
        await using var weir = await StartAsync();
        var budgets = Enumerable.Range(0, 7).Select(_ => new { unit = "tokens", window = "day" });
        Assert.Equal(409, (await weir.Admin.AskAsync("POST", "/admin/api/invites", new { budgets })).Status);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("ééééééééééééééééééééééééééééééééééééééééééé")]
    public async Task Join_WithAWrongCode_IsRefused(string code)
    {
        await using var weir = await StartAsync();
        using var client = weir.NewClient();
        Assert.Equal(404, (await client.JoinAsync(code, "mia")).Status);
        Assert.Equal(404, (await client.ResetAsync(code)).Status);
    }
}
