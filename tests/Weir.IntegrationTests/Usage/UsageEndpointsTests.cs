using System.Net;
using System.Text.Json;
using Weir.IntegrationTests.Running;
using Xunit;

namespace Weir.IntegrationTests.Usage;

public class UsageEndpointsTests(UsageFixture fixture) : IClassFixture<UsageFixture>
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Usage_NothingUsed_IsEmpty()
    {
        using var account = await fixture.Host.AddAccountAsync("fresh", null, CancellationToken);

        var answer = await GetTextAsync(account.Client, "/api/inference/usage");
        var stats = await GetTextAsync(account.Client, "/api/inference/usage/stats");

        Assert.Equal("""{"total_tokens":0,"usage_history":[]}""", answer);
        Assert.Equal(
            """{"total_tokens":0,"by_backend":{},"by_model":{},"entry_count":0,"input_tokens":0,"output_tokens":0,"cache_read_tokens":0,"cache_write_tokens":0,"nano_dollars":0}""",
            stats);
    }

    [Fact]
    public async Task Usage_Own_IsListedNewestFirstAndAddedUp()
    {
        using var account = await fixture.Host.AddAccountAsync("ann", null, CancellationToken);
        await fixture.UseAsync(account, "anthropic", "claude-a", new(10, 20, 30, 40, 5));
        await fixture.UseAsync(account, "anthropic", "claude-b", new(1, 0, 0, 0, 2), isVoid: true);
        await fixture.UseAsync(account, "ollama", "claude-a", new(7, 0, 0, 0, 3));

        var usage = await GetAsync(account.Client, "/api/inference/usage");
        var stats = await GetAsync(account.Client, "/api/inference/usage/stats");

        Assert.Equal(115, usage.GetProperty("total_tokens").GetInt64());
        Assert.Equal(
            [("ollama", "claude-a", 7, 3, 10), ("anthropic", "claude-a", 100, 5, 105)],
            usage.GetProperty("usage_history").EnumerateArray().Select(Line));
        Assert.Equal(115, stats.GetProperty("total_tokens").GetInt64());
        Assert.Equal("""{"anthropic":105,"ollama":10}""", stats.GetProperty("by_backend").GetRawText());
        Assert.Equal("""{"claude-a":115}""", stats.GetProperty("by_model").GetRawText());
        Assert.Equal(
            (2, 17, 8, 20, 70),
            (Count(stats, "entry_count"), Count(stats, "input_tokens"), Count(stats, "output_tokens"), Count(stats, "cache_read_tokens"), Count(stats, "cache_write_tokens")));
    }

    [Fact]
    public async Task Usage_Pages_LeadThroughAllOfIt()
    {
        using var account = await fixture.Host.AddAccountAsync("paul", null, CancellationToken);
        for (var i = 1; i <= 5; i++)
        {
            await fixture.UseAsync(account, "anthropic", "claude", new(i, 0, 0, 0, 0));
        }

        var seen = new List<long>();
        var next = "";
        do
        {
            var page = await GetAsync(account.Client, $"/api/inference/usage?limit=2{next}");
            seen.AddRange(page.GetProperty("usage_history").EnumerateArray().Select(line => Count(line, "total_tokens")));
            Assert.Equal(15, Count(page, "total_tokens"));
            next = page.TryGetProperty("next", out var cursor) ? $"&before={cursor.GetString()}" : null;
        }
        while (next is not null);

        Assert.Equal([5, 4, 3, 2, 1], seen);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("limit=-1")]
    [InlineData("limit=x")]
    [InlineData("limit=1&limit=2")]
    [InlineData("before=x")]
    [InlineData("before=0")]
    public async Task Usage_WrongPage_Is400(string query)
    {
        foreach (var path in new[] { "/api/inference/usage", "/admin/api/usage", $"/admin/api/usage/{Guid.CreateVersion7()}" })
        {
            using var response = await fixture.Host.Admin.GetAsync(new Uri($"{path}?{query}", UriKind.Relative), CancellationToken);

            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Contains(query[..query.IndexOf('=', StringComparison.Ordinal)], await response.Content.ReadAsStringAsync(CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AdminUsage_AddsUpAllAndEach()
    {
        using var one = await fixture.Host.AddAccountAsync("one", 5_000, CancellationToken);
        using var two = await fixture.Host.AddAccountAsync("two", null, CancellationToken);
        await fixture.UseAsync(one, "anthropic", "claude", new(100, 0, 0, 0, 11));
        await fixture.UseAsync(two, "anthropic", "claude", new(200, 0, 0, 0, 22));

        var all = await GetAsync(fixture.Host.Admin, "/admin/api/usage?limit=2");
        var ofOne = await GetAsync(fixture.Host.Admin, $"/admin/api/usage/{one.Id}");

        Assert.Equal([two.Id, one.Id], all.GetProperty("usage_history").EnumerateArray().Select(line => line.GetProperty("user_id").GetGuid()));
        var users = all.GetProperty("by_user").EnumerateArray().ToDictionary(user => user.GetProperty("user_id").GetGuid());
        Assert.Equal(("one", 5_000, 111), (users[one.Id].GetProperty("username").GetString(), Count(users[one.Id], "token_limit"), Count(users[one.Id], "total_tokens")));
        Assert.Equal(222, Count(users[two.Id], "total_tokens"));
        Assert.Equal(users.Values.Sum(user => Count(user, "total_tokens")), Count(all, "total_tokens"));
        Assert.Equal((111, 1), (Count(ofOne, "total_tokens"), Count(ofOne, "entry_count")));
        Assert.Equal(one.Id, Assert.Single(ofOne.GetProperty("by_user").EnumerateArray()).GetProperty("user_id").GetGuid());
    }

    [Fact]
    public async Task AdminUsage_UnknownUser_Is404()
    {
        using var response = await fixture.Host.Admin.GetAsync(new Uri($"/admin/api/usage/{Guid.CreateVersion7()}", UriKind.Relative), CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task AdminUsage_NotAnAdministrator_Is403()
    {
        using var account = await fixture.Host.AddAccountAsync("nosy", null, CancellationToken);
        using var response = await account.Client.GetAsync(new Uri("/admin/api/usage", UriKind.Relative), CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    private static async Task<string> GetTextAsync(HttpClient client, string path) =>
        await client.GetStringAsync(new Uri(path, UriKind.Relative), CancellationToken);

    private static async Task<JsonElement> GetAsync(HttpClient client, string path) => JsonElement.Parse(await GetTextAsync(client, path));

    private static long Count(JsonElement answer, string name) => answer.GetProperty(name).GetInt64();

    private static (string?, string?, long, long, long) Line(JsonElement line) => (
        line.GetProperty("backend").GetString(),
        line.GetProperty("model").GetString(),
        Count(line, "prompt_tokens"),
        Count(line, "completion_tokens"),
        Count(line, "total_tokens"));
}
