using System.Text.Json;
using Weir.IntegrationTests.Accounts;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;

namespace Weir.IntegrationTests.RateLimits;

public sealed class RateLimitEndpointsTests
{
    [Fact]
    public async Task Limit_Made_IsListedFoundReplacedAndDeleted()
    {
        await using var weir = await AccountHost.StartAsync();
        var user = await weir.AddUserAsync("mia", null, Cancellation);
        var made = await weir.Admin.AskAsync("POST", "/admin/api/rate-limits", new { subject = "user", subject_id = user, requests_per_minute = 60, concurrent = 4 });
        Assert.Equal(201, made.Status);
        var id = made.Json.GetProperty("id").GetGuid();
        await weir.AddRateAsync(new { subject = "user", tokens_per_minute = 100_000 });

        Assert.Equal(2, (await weir.Admin.AskAsync("GET", "/admin/api/rate-limits")).Json.GetArrayLength());
        Assert.Equal(id, Assert.Single((await weir.Admin.AskAsync("GET", $"/admin/api/rate-limits?subject_id={user}")).Json.EnumerateArray()).GetProperty("id").GetGuid());
        var again = await weir.Admin.AskAsync("POST", "/admin/api/rate-limits", new { subject = "user", subject_id = user, concurrent = 9 });
        Assert.Equal((409, $"There is a rate limit for the same already: change {id}."), (again.Status, again.Error()));

        var changed = await weir.Admin.AskAsync("PUT", $"/admin/api/rate-limits/{id}", new { tokens_per_minute = 1_000 });
        Assert.Equal((200, 1_000), (changed.Status, changed.Json.GetProperty("tokens_per_minute").GetInt64()));
        Assert.Equal(JsonValueKind.Null, changed.Json.GetProperty("requests_per_minute").ValueKind);
        Assert.Equal(400, (await weir.Admin.AskAsync("PUT", $"/admin/api/rate-limits/{id}", new { subject = "user" })).Status);
        Assert.Equal(200, (await weir.Admin.AskAsync("DELETE", $"/admin/api/rate-limits/{id}")).Status);
        Assert.Equal(404, (await weir.Admin.AskAsync("GET", $"/admin/api/rate-limits/{id}")).Status);
    }

    [Theory]
    [InlineData("""{"subject":"group","concurrent":1}""", "\"subject\" is missing or wrong: write user or api_key.")]
    [InlineData("""{"subject":"user","concurrent":0}""", "\"concurrent\" must be a whole number from 1 to 1000000000000, or null for no limit. To let somebody do nothing, deactivate the user or revoke the key.")]
    [InlineData("""{"subject":"user","requests_per_minute":"many"}""", "\"requests_per_minute\" must be a whole number or null.")]
    [InlineData("""{"subject":"user","subject_id":"00000000-0000-7000-8000-000000000000"}""", "\"subject_id\" names no user: GET /admin/api/users lists them.")]
    [InlineData("""{"subject":"api_key","subject_id":"00000000-0000-7000-8000-000000000000"}""", "\"subject_id\" names no API key that is in use.")]
    public async Task Limit_ThatCannotBe_IsRefusedWithWhatWould(string body, string error)
    {
        await using var weir = await AccountHost.StartAsync();

        var answer = await weir.Admin.AskAsync("POST", "/admin/api/rate-limits", body);

        Assert.Equal((400, error), (answer.Status, answer.Error()));
    }
}
