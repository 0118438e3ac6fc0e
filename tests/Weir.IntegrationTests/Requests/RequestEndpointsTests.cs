using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounting;
using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Running;
using Weir.Proxy.Routing;
using Weir.Requests;
using Weir.Storage.Model;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Requests;

public class RequestEndpointsTests
{
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Exchange_ThatFellBack_ShowsBothAttemptsWithTheirTimes()
    {
        await using var one = new FakeUpstream { OnRequest = _ => Script.Failing(500, "api_error", "No.") };
        await using var two = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        await weir.UseAsync([Routed.Config("one", one), Routed.Config("two", two)], Routed.Route("claude-*", new RouteTargetConfig("one"), new RouteTargetConfig("two")));
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);
        await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true)), Cancellation);
        await LedgerLines.WhenSettledAsync(weir.Services, Cancellation);

        var listed = await ListAsync(weir, $"user={ada.Id}");
        Assert.Equal([("two", "completed"), ("one", "upstream_error")], listed.Select(line => (Text(line, "upstream"), Text(line, "outcome"))));
        Assert.Equal(("ada", "test", "claude-sonnet-4-5"), (Text(listed[0], "username"), Text(listed[0], "api_key_name"), Text(listed[0], "model")));
        var exchange = Text(listed[0], "exchange");

        foreach (var id in new[] { Number(listed[0], "entry").ToString(System.Globalization.CultureInfo.InvariantCulture), Number(listed[1], "entry").ToString(System.Globalization.CultureInfo.InvariantCulture), exchange })
        {
            var answer = await GetAsync(weir, $"/admin/api/requests/{id}");
            Assert.Equal(exchange, Text(answer, "exchange"));
            var attempts = answer.GetProperty("attempts").EnumerateArray().ToList();
            Assert.Equal(["voided", "posted"], attempts.Select(attempt => Text(attempt, "kind")));
            var times = attempts[1].GetProperty("timeline");
            DateTimeOffset[] steps = [.. new[] { "admitted_at", "sent_at", "first_byte_at", "last_byte_at" }.Select(step => times.GetProperty(step).GetDateTimeOffset())];
            Assert.Equal(steps.Order(), steps);
            Assert.InRange(times.GetProperty("settled_at").GetDateTimeOffset(), steps[3].AddMilliseconds(-100), steps[3].AddSeconds(5));
            Assert.Equal(JsonValueKind.Null, attempts[0].GetProperty("timeline").GetProperty("last_byte_at").ValueKind);
            Assert.True(attempts[1].GetProperty("is_streamed").GetBoolean());
            Assert.NotEqual(JsonValueKind.Null, attempts[1].GetProperty("price").ValueKind);
            var budget = Assert.Single(attempts[1].GetProperty("budgets").EnumerateArray(), budget => Text(budget, "subject") == "user");
            Assert.Equal(Number(attempts[1].GetProperty("counted"), "input_tokens") + Number(attempts[1].GetProperty("counted"), "output_tokens"), Number(budget, "counted"));
        }
    }

    [Fact]
    public async Task Requests_Filtered_AreThoseAlone()
    {
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        var (ada, ben) = (await weir.AddUserAsync("ada", null, Cancellation), await weir.AddUserAsync("ben", null, Cancellation));
        await weir.AddAsync(ada, _now.AddDays(-40), "old");
        await weir.AddAsync(ada, _now.AddHours(-3), "small");
        await weir.AddAsync(ben, _now.AddHours(-2), "large", "ollama");
        await weir.AddAsync(ben, _now.AddHours(-1), "small", outcome: AttemptOutcome.UpstreamTimedOut);
        await weir.AddAsync(ben, _now.AddMinutes(-30), "small");

        Assert.Equal(["small", "small", "large", "small", "old"], await ModelsAsync(weir, ""));
        Assert.Equal(["small", "old"], await ModelsAsync(weir, $"user={ada}"));
        Assert.Equal(["small", "small", "small"], await ModelsAsync(weir, "model=small"));
        Assert.Equal(["large"], await ModelsAsync(weir, "upstream=ollama"));
        Assert.Equal(["small"], await ModelsAsync(weir, "outcome=failed"));
        Assert.Equal(["small"], await ModelsAsync(weir, "outcome=upstream_timed_out,gateway_fault&model=small"));
        Assert.Empty(await ModelsAsync(weir, "outcome=upstream_timed_out&model=large"));
        Assert.Equal(["old"], await ModelsAsync(weir, $"to={Time(_now.AddDays(-1))}"));
        Assert.Equal(["small", "large"], await ModelsAsync(weir, $"from={Time(_now.AddHours(-2.5))}&to={Time(_now.AddMinutes(-45))}"));
        Assert.Empty(await ModelsAsync(weir, "model=never-heard-of"));
        Assert.Equal(["small"], await ModelsAsync(weir, $"user={ada}&model=small&upstream=&outcome="));
    }

    [Fact]
    public async Task Requests_OfAKey_AreThoseThatCameWithIt()
    {
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: false, model: "with-key")), Cancellation);
        await LedgerLines.WhenSettledAsync(weir.Services, Cancellation);
        await weir.AddAsync(ada.Id, _now, "without");
        var key = Assert.Single((await ListAsync(weir, "model=with-key")).Select(line => line.GetProperty("api_key_id").GetGuid()));

        Assert.Equal(["with-key"], await ModelsAsync(weir, $"key={key}"));
        Assert.Empty(await ModelsAsync(weir, $"key={Guid.CreateVersion7()}"));
        var lines = await weir.Admin.GetStringAsync(new Uri($"/admin/api/exports/usage?format=jsonl&key={key}", UriKind.Relative), Cancellation);
        Assert.Equal("with-key", Text(JsonElement.Parse(lines), "model"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("model=m1")]
    public async Task Requests_PageByPage_LeadThroughAllOfThem(string filter)
    {
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        var ada = await weir.AddUserAsync("ada", null, Cancellation);
        for (var i = 0; i < 12; i++)
        {
            await weir.AddAsync(ada, _now.AddHours(i - 20), $"m{i % 2}", output: i);
        }

        var seen = new List<long>();
        var next = "";
        do
        {
            var page = await GetAsync(weir, $"/admin/api/requests?limit=5&{filter}{next}");
            seen.AddRange(page.GetProperty("requests").EnumerateArray().Select(line => Number(line, "output_tokens")));
            next = page.TryGetProperty("next", out var cursor) ? $"&before={cursor.GetString()}" : null;
        }
        while (next is not null);

        Assert.Equal(Enumerable.Range(0, 12).Select(i => 11L - i).Where(i => filter.Length == 0 || i % 2 == 1), seen);
    }

    [Fact]
    public async Task Search_ForWhatIsRare_PassesOverTheHoursThatHaveNoneOrSaysHowFarItCame()
    {
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        var ada = await weir.AddUserAsync("ada", null, Cancellation);
        await weir.AddAsync(ada, _now.AddDays(-30), "rare");
        for (var i = 0; i < 500; i++)
        {
            await weir.AddAsync(ada, _now.AddSeconds((i - 500) * 20), "common");
        }

        await using var scope = weir.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<WeirDbContext>();
        var queries = new RequestQueries(db, new EntrySearch(db, new EntryTimes(db), pieceSize: 50));

        var found = await queries.ListAsync(new() { Model = "rare" }, long.MaxValue, 10, Cancellation);
        Assert.Equal("rare", Assert.Single(found.Requests).Model);
        Assert.Equal((null, null), (found.Next, found.SearchedTo));

        // Nothing but the entries themselves tells whose caller left.
        var filter = new EntryFilter { Outcomes = [AttemptOutcome.ClientGone] };
        var first = await queries.ListAsync(filter, long.MaxValue, 10, Cancellation);
        Assert.Empty(first.Requests);
        Assert.InRange(first.SearchedTo!.Value, _now.AddSeconds(-201 * 20), _now.AddSeconds(-198 * 20));
        var searches = 1;
        for (var next = first.Next; next is not null; searches++)
        {
            next = (await queries.ListAsync(filter, long.Parse(next, System.Globalization.CultureInfo.InvariantCulture), 10, Cancellation)).Next;
        }

        Assert.Equal(3, searches);
    }

    [Fact]
    public async Task Correction_OfARequest_IsInItsCountsAndItsHistory()
    {
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        var ada = await weir.AddUserAsync("ada", null, Cancellation);
        await weir.AddAsync(ada, _now.AddHours(-1), output: 7);
        var entry = Number((await ListAsync(weir, "")).Single(), "entry");
        await weir.Admin.AskAsync("POST", $"/admin/api/usage/{entry}/corrections", new { reason = "the upstream counted twice", output_tokens = 3, nano_dollars = 5 });

        var line = Assert.Single(await ListAsync(weir, ""));
        Assert.Equal((3, 5, true), (Number(line, "output_tokens"), Number(line, "nano_dollars"), line.GetProperty("is_corrected").GetBoolean()));
        var attempt = Assert.Single((await GetAsync(weir, $"/admin/api/requests/{entry}")).GetProperty("attempts").EnumerateArray());
        Assert.Equal((7, 3), (Number(attempt.GetProperty("settled"), "output_tokens"), Number(attempt.GetProperty("counted"), "output_tokens")));
        var correction = Assert.Single(attempt.GetProperty("corrections").EnumerateArray());
        Assert.Equal(("the upstream counted twice", "admin", -4), (Text(correction, "reason"), Text(correction, "made_by_name"), Number(correction.GetProperty("change"), "output_tokens")));
        // By the correction's own number the same is found.
        Assert.Equal(entry, Number((await GetAsync(weir, $"/admin/api/requests/{Number(correction, "entry")}")).GetProperty("attempts")[0], "entry"));
    }

    [Theory]
    [InlineData("from=yesterday", "from")]
    [InlineData("outcome=good", "outcome")]
    [InlineData("limit=0", "limit")]
    public async Task Requests_WrongQuery_Is400(string query, string names)
    {
        await using var weir = await WeirHost.StartAsync(null, Cancellation);

        var (status, json) = await weir.Admin.AskAsync("GET", $"/admin/api/requests?{query}");

        Assert.Equal(400, status);
        Assert.Contains(names, Text(json, "error"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4711")]
    [InlineData("nonsense")]
    [InlineData("req_0199d7a1c2e47c3b9d9ddc9b4c1f3a55")]
    [InlineData("ffffffff-ffff-7fff-bfff-ffffffffffff")]
    public async Task Exchange_ThatIsNot_Is404(string id)
    {
        await using var weir = await WeirHost.StartAsync(null, Cancellation);

        Assert.Equal(404, (await weir.Admin.AskAsync("GET", $"/admin/api/requests/{id}")).Status);
    }

    private static async Task<List<string>> ModelsAsync(WeirHost weir, string query) => [.. (await ListAsync(weir, query)).Select(line => Text(line, "model"))];

    private static async Task<List<JsonElement>> ListAsync(WeirHost weir, string query) =>
        [.. (await GetAsync(weir, $"/admin/api/requests?{query}")).GetProperty("requests").EnumerateArray()];

    private static async Task<JsonElement> GetAsync(WeirHost weir, string path)
    {
        var (status, json) = await weir.Admin.AskAsync("GET", path);
        Assert.True(status == 200, $"{path} answered {status}: {json}");
        return json;
    }

    private static string Time(DateTimeOffset time) => Uri.EscapeDataString(time.ToString("O", System.Globalization.CultureInfo.InvariantCulture));

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static long Number(JsonElement json, string name) => json.GetProperty(name).GetInt64();
}
