using System.Text.Json;
using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Running;
using Weir.TestKit;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Refusals;

public class RefusalEndpointsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refusals_OfTwoUsers_AreToldToEachAndCountedForAdministrators()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 10, Cancellation);
        using var ben = await weir.AddAccountAsync("ben", null, Cancellation);
        var answer = await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: false)), Cancellation);
        await Post.SendAsync(weir.Address, Post.Messages(ben.Key, Post.Question(stream: false, extra: ""","stream":true""")), Cancellation);
        await Post.SendAsync(weir.Address, Post.Messages(ben.Key, "{"), Cancellation);
        // Nobody is refused here whom anybody knows.
        await Post.SendAsync(weir.Address, Post.Messages("weir_nobody_nothing", Post.Question(stream: false)), Cancellation);
        await Eventually.IsTrueAsync(async () => (await OwnAsync(ben)).GetProperty("refusals").GetArrayLength() == 2, Cancellation);

        var own = await OwnAsync(ada);
        var refusal = Assert.Single(own.GetProperty("refusals").EnumerateArray());
        Assert.Equal(("client_budget_exceeded", "Token limit exceeded", "claude-sonnet-4-5"), (Text(refusal, "reason"), Text(refusal, "error"), Text(refusal, "model")));
        Assert.Contains(Text(refusal, "request_id"), answer.Text, StringComparison.Ordinal);
        var figures = refusal.GetProperty("figures");
        Assert.Equal(("user", "tokens", 10, 0), (Text(figures, "subject"), Text(figures, "unit"), figures.GetProperty("limit").GetInt64(), figures.GetProperty("used").GetInt64()));
        Assert.True(figures.GetProperty("needed").GetInt64() > 10);
        Assert.NotEqual(Guid.Empty, figures.GetProperty("budget_id").GetGuid());
        Assert.Equal([("client_budget_exceeded", 1L)], Reasons(own));
        Assert.Equal(["client_bad_request", "client_bad_request"], (await OwnAsync(ben)).GetProperty("refusals").EnumerateArray().Select(line => Text(line, "reason")));

        var all = (await weir.Admin.AskAsync("GET", "/admin/api/refusals")).Json;
        Assert.Equal(3, all.GetProperty("total").GetInt64());
        Assert.Equal([("ben", 2L), ("ada", 1L)], all.GetProperty("by_user").EnumerateArray().Select(user => (Text(user, "username"), user.GetProperty("count").GetInt64())));
        Assert.False(all.TryGetProperty("latest", out _));
        var ofBen = (await weir.Admin.AskAsync("GET", $"/admin/api/refusals?user={ben.Id}")).Json;
        Assert.Equal((2, 2), (ofBen.GetProperty("total").GetInt64(), ofBen.GetProperty("latest").GetArrayLength()));
        Assert.Equal(0, (await weir.Admin.AskAsync("GET", "/admin/api/refusals?to=2026-01-01")).Json.GetProperty("total").GetInt64());
    }

    private static async Task<JsonElement> OwnAsync(Account account) => (await account.Client.AskAsync("GET", "/api/inference/refusals")).Json;

    private static IEnumerable<(string, long)> Reasons(JsonElement answer) =>
        answer.GetProperty("by_reason").EnumerateArray().Select(reason => (Text(reason, "reason"), reason.GetProperty("count").GetInt64()));

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
