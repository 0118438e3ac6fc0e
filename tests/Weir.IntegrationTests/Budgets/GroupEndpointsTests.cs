using System.Text.Json;
using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Running;
using Xunit;

namespace Weir.IntegrationTests.Budgets;

public class GroupEndpointsTests
{
    [Fact]
    public async Task Group_Made_CountsItsMembersUntilItIsDeleted()
    {
        await using var weir = await AccountHost.StartAsync();
        var group = (await weir.Admin.AskAsync("POST", "/admin/api/groups", new { name = "class" })).Json.GetProperty("id").GetGuid();
        var mia = await weir.Admin.AskAsync("POST", "/admin/api/users", new { username = "mia", password = WeirHost.AdminPassword, group_id = group });
        Assert.Equal((201, group), (mia.Status, mia.Json.GetProperty("group_id").GetGuid()));
        var user = $"/admin/api/users/{mia.Json.GetProperty("id").GetGuid()}";

        Assert.Equal(1, (await weir.Admin.AskAsync("GET", $"/admin/api/groups/{group}")).Json.GetProperty("members").GetInt32());
        Assert.Equal("school", (await weir.Admin.AskAsync("PUT", $"/admin/api/groups/{group}", new { name = "school" })).Json.GetProperty("name").GetString());
        Assert.Equal(409, (await weir.Admin.AskAsync("POST", "/admin/api/groups", new { name = "school" })).Status);
        Assert.Equal(400, (await weir.Admin.AskAsync("POST", "/admin/api/groups", new { name = " " })).Status);
        Assert.Equal(400, (await weir.Admin.AskAsync("PUT", user, new { group_id = Guid.CreateVersion7() })).Status);

        Assert.Equal(200, (await weir.Admin.AskAsync("DELETE", $"/admin/api/groups/{group}")).Status);
        Assert.Equal(JsonValueKind.Null, (await weir.Admin.AskAsync("GET", user)).Json.GetProperty("group_id").ValueKind);
    }
}
