using System.Text.Json;
using Weir.IntegrationTests.Running;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;

namespace Weir.IntegrationTests.Accounts;

public class UserListTests
{
    [Theory]
    [InlineData("sort=username", "admin ann bea carl dora")]
    [InlineData("sort=username&order=desc", "dora carl bea ann admin")]
    [InlineData("sort=created_at", "admin dora carl bea ann")]
    [InlineData("order=desc", "ann bea carl dora admin")]
    [InlineData("sort=token_limit", "bea ann dora admin carl", 3)]
    [InlineData("sort=token_limit&order=desc", "admin carl dora ann bea", -3)]
    [InlineData("sort=total_tokens&order=desc", "carl", 1)]
    [InlineData("sort=last_seen_at&order=desc", "carl admin", 2)]
    [InlineData("search=A&sort=username", "admin ann bea carl dora")]
    [InlineData("search=NN", "ann")]
    [InlineData("search=%25", "")]
    [InlineData("is_admin=1", "admin")]
    [InlineData("is_active=0", "dora")]
    [InlineData("sort=username&limit=2&offset=1", "ann bea")]
    [InlineData("sort=username&limit=2&offset=4", "dora")]
    [InlineData("offset=5", "")]
    public async Task Users_AskedForByPage_ComeAsAskedFor(string query, string names, int compared = 0)
    {
        await using var weir = await ManyAsync();
        var answer = await weir.Admin.AskAsync("GET", $"/admin/api/users?{query}");
        Assert.Equal(200, answer.Status);
        var all = answer.Json.GetProperty("users").EnumerateArray().Select(user => user.GetProperty("username").GetString()!).ToList();
        var (found, wanted) = (all, names.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (compared != 0)
        {
            // Of equals the order is by id.
            (found, wanted) = compared > 0 ? (all[..compared], wanted[..compared]) : (all[^-compared..], wanted[^-compared..]);
        }

        Assert.Equal(wanted, found);
    }

    [Fact]
    public async Task Users_OnAPage_ComeWithTheirNumber()
    {
        await using var weir = await ManyAsync();
        Assert.Equal(5, (await weir.Admin.AskAsync("GET", "/admin/api/users?limit=1")).Json.GetProperty("total").GetInt32());
        Assert.Equal(1, (await weir.Admin.AskAsync("GET", "/admin/api/users?limit=3&search=dor")).Json.GetProperty("total").GetInt32());
        Assert.Equal(JsonValueKind.Array, (await weir.Admin.AskAsync("GET", "/admin/api/users")).Json.ValueKind);
    }

    [Fact]
    public async Task Users_OfAGroup_AreFound()
    {
        await using var weir = await ManyAsync();
        var group = (await weir.Admin.AskAsync("POST", "/admin/api/groups", new { name = "class" })).Json.GetProperty("id").GetGuid();
        var ann = (await weir.Admin.AskAsync("GET", "/admin/api/users?search=ann")).Json.GetProperty("users")[0].GetProperty("id").GetGuid();
        await weir.Admin.AskAsync("PUT", $"/admin/api/users/{ann}", new { group_id = group });
        var members = (await weir.Admin.AskAsync("GET", $"/admin/api/users?group_id={group}")).Json;
        Assert.Equal(ann, Assert.Single(members.GetProperty("users").EnumerateArray()).GetProperty("id").GetGuid());
    }

    [Theory]
    [InlineData("sort=age", "\"sort\" must be created_at, username, total_tokens, token_limit or last_seen_at.")]
    [InlineData("order=up", "\"order\" must be asc or desc.")]
    [InlineData("limit=0", "\"limit\" must be a whole number from 1 to 200.")]
    [InlineData("limit=201", "\"limit\" must be a whole number from 1 to 200.")]
    [InlineData("offset=-1", "\"offset\" must be a whole number from 0 on.")]
    [InlineData("is_active=2", "\"is_active\" and \"is_admin\" must be 1 or 0.")]
    public async Task Parameters_Wrong_AreRefusedByASentence(string query, string sentence)
    {
        await using var weir = await StartAsync();
        var answer = await weir.Admin.AskAsync("GET", $"/admin/api/users?{query}");
        Assert.Equal((400, sentence), (answer.Status, answer.Error()));
    }

    /// <summary>The administrator, and four others in this order: dora (deactivated), carl (who uses something), bea and ann (who have limits).</summary>
    private static async Task<WeirHost> ManyAsync()
    {
        var weir = await StartAsync();
        var dora = await weir.AddUserAsync("dora", 30_000_000, Cancellation);
        await weir.Admin.AskAsync("PUT", $"/admin/api/users/{dora}", new { is_active = 0 });
        using var carl = await weir.AddAccountAsync("carl", null, Cancellation);
        await weir.AddUserAsync("bea", 10_000_000, Cancellation);
        await weir.AddUserAsync("ann", 20_000_000, Cancellation);
        var used = await carl.Client.AskAsync("POST", "/api/inference/anthropic/messages", new { messages = new[] { new { role = "user", content = "hello" } }, max_tokens = 10 });
        Assert.Equal(200, used.Status);
        return weir;
    }
}
