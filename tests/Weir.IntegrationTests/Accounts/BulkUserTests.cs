using System.Text.Json;
using Weir.IntegrationTests.Running;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;

namespace Weir.IntegrationTests.Accounts;

public class BulkUserTests
{
    [Fact]
    public async Task Deactivate_Many_EndsTheirSessionsButNotTheLastAdministrator()
    {
        await using var weir = await StartAsync();
        using var ann = await weir.AddAccountAsync("ann", null, Cancellation);
        using var bea = await weir.AddAccountAsync("bea", null, Cancellation);
        var admin = (await weir.Admin.AskAsync("GET", "/auth/me")).Json.GetProperty("user").GetProperty("id").GetGuid();
        var nobody = Guid.CreateVersion7();
        var answer = await weir.Admin.AskAsync("POST", "/admin/api/users/bulk", new { ids = new[] { ann.Id, admin, bea.Id, bea.Id, nobody }, action = "deactivate" });
        Assert.Equal((200, 2), (answer.Status, answer.Json.GetProperty("changed").GetInt32()));
        Assert.Equal(
            [$"{nobody} There is no user with this id.", $"{admin} This is the last active administrator: make another one first."],
            answer.Json.GetProperty("refused").EnumerateArray().Select(one => $"{one.GetProperty("id").GetGuid()} {one.GetProperty("error").GetString()}"));
        Assert.Equal((403, 403), ((await ann.Client.AskAsync("GET", "/auth/me")).Status, (await bea.Client.AskAsync("GET", "/auth/me")).Status));

        Assert.Equal(2, (await weir.Admin.AskAsync("POST", "/admin/api/users/bulk", new { ids = new[] { ann.Id, bea.Id }, action = "activate" })).Json.GetProperty("changed").GetInt32());
        Assert.Equal(401, (await ann.Client.AskAsync("GET", "/auth/me")).Status);
        using var client = weir.NewClient();
        Assert.Equal(200, (await client.AskAsync("GET", "/auth/me", null, ("x-api-key", ann.Key))).Status);
    }

    [Fact]
    public async Task TokenLimit_OfMany_IsSetAndTakenAway()
    {
        await using var weir = await StartAsync();
        Guid[] ids = [await weir.AddUserAsync("ann", null, Cancellation), await weir.AddUserAsync("bea", 5, Cancellation)];
        await weir.Admin.AskAsync("POST", "/admin/api/users/bulk", new { ids, action = "set_token_limit", token_limit = 900 });
        foreach (var id in ids)
        {
            Assert.Equal(900, (await weir.Admin.AskAsync("GET", $"/admin/api/users/{id}")).Json.GetProperty("token_limit").GetInt64());
        }

        await weir.Admin.AskAsync("POST", "/admin/api/users/bulk", new { ids, action = "set_token_limit", token_limit = (long?)null });
        Assert.Equal(JsonValueKind.Null, (await weir.Admin.AskAsync("GET", $"/admin/api/users/{ids[0]}")).Json.GetProperty("token_limit").ValueKind);
    }

    [Fact]
    public async Task Group_OfMany_IsSetTogetherOrNotAtAll()
    {
        await using var weir = await StartAsync();
        Guid[] ids = [await weir.AddUserAsync("ann", null, Cancellation), await weir.AddUserAsync("bea", null, Cancellation)];
        var group = (await weir.Admin.AskAsync("POST", "/admin/api/groups", new { name = "class" })).Json.GetProperty("id").GetGuid();
        Assert.Equal(200, (await weir.Admin.AskAsync("POST", "/admin/api/users/bulk", new { ids, action = "set_group", group_id = group })).Status);
        Assert.Equal(2, (await weir.Admin.AskAsync("GET", $"/admin/api/groups/{group}")).Json.GetProperty("members").GetInt32());
        Assert.Equal(400, (await weir.Admin.AskAsync("POST", "/admin/api/users/bulk", new { ids, action = "set_group", group_id = Guid.CreateVersion7() })).Status);
        Assert.Equal(2, (await weir.Admin.AskAsync("GET", $"/admin/api/groups/{group}")).Json.GetProperty("members").GetInt32());

        for (var i = 0; i < 6; i++)
        {
            await weir.Admin.AskAsync("POST", "/admin/api/budgets", new { subject = "user", subject_id = ids[1], unit = "requests", window = "day" });
        }

        var full = (await weir.Admin.AskAsync("POST", "/admin/api/groups", new { name = "full" })).Json.GetProperty("id").GetGuid();
        await weir.Admin.AskAsync("POST", "/admin/api/budgets", new { subject = "group", subject_id = full, unit = "requests", window = "day" });
        Assert.Equal(409, (await weir.Admin.AskAsync("POST", "/admin/api/users/bulk", new { ids, action = "set_group", group_id = full })).Status);
        Assert.Equal(2, (await weir.Admin.AskAsync("GET", $"/admin/api/groups/{group}")).Json.GetProperty("members").GetInt32());
    }

    [Fact]
    public async Task Sessions_OfMany_AreEnded()
    {
        await using var weir = await StartAsync();
        using var ann = await weir.AddAccountAsync("ann", null, Cancellation);
        Assert.Equal(200, (await weir.Admin.AskAsync("POST", "/admin/api/users/bulk", new { ids = new[] { ann.Id }, action = "end_sessions" })).Status);
        Assert.Equal(401, (await ann.Client.AskAsync("GET", "/auth/me")).Status);
    }

    [Theory]
    [InlineData("""{"ids":["01890a5d-ac96-774b-bcce-b302099a8057"]}""", "\"action\" is missing or wrong: write activate, deactivate, set_token_limit, set_group or end_sessions.")]
    [InlineData("""{"action":"activate"}""", "\"ids\" must be a list of 1 to 200 ids of users.")]
    [InlineData("""{"action":"activate","ids":[]}""", "\"ids\" must be a list of 1 to 200 ids of users.")]
    [InlineData("""{"action":"activate","ids":["x"]}""", "\"ids\" must be a list of ids, each as in \"01890a5d-ac96-774b-bcce-b302099a8057\".")]
    [InlineData("""{"action":"set_token_limit","ids":["01890a5d-ac96-774b-bcce-b302099a8057"]}""", "\"token_limit\" is needed: 0 or more, or null for no limit.")]
    [InlineData("""{"action":"set_group","ids":["01890a5d-ac96-774b-bcce-b302099a8057"]}""", "\"group_id\" is needed: a group, or null for none.")]
    public async Task Body_Wrong_IsRefusedByASentence(string body, string sentence)
    {
        await using var weir = await StartAsync();
        var answer = await weir.Admin.AskAsync("POST", "/admin/api/users/bulk", body);
        Assert.Equal((400, sentence), (answer.Status, answer.Error()));
    }
}
