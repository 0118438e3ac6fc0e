using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounting;
using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Running;
using Weir.Overviews;
using Weir.Proxy.Metering;
using Xunit;

namespace Weir.IntegrationTests.Overviews;

public class OverviewEndpointsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Overview_AddsUpTheRangeBySteps()
    {
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        var (ada, ben) = (await weir.AddUserAsync("ada", null, Cancellation), await weir.AddUserAsync("ben", null, Cancellation));
        var now = weir.Services.GetRequiredService<ILedger>().Now;
        await weir.AddAsync(ada, now.AddDays(-20), "large", output: 5);
        await weir.AddAsync(ben, now.AddDays(-3), "large", "ollama", output: 3);
        await weir.AddAsync(ben, now.AddDays(-3), "small", outcome: AttemptOutcome.UpstreamTimedOut);
        await weir.AddAsync(ada, now.AddSeconds(-2), "small", output: 1);

        var week = await GetAsync(weir, "?range=7d&zone=Europe/Berlin");
        var total = week.GetProperty("total");
        Assert.Equal((2, 1, 20, 4), (Number(total, "requests"), Number(total, "failures"), Number(total, "input_tokens"), Number(total, "output_tokens")));
        Assert.Equal((4_000_000_000, 100_000), (Number(total, "nano_dollars"), Number(total, "first_byte_microseconds")));
        // Four tokens in half a second each.
        Assert.Equal(4, total.GetProperty("output_tokens_per_second").GetDouble());
        Assert.Equal(("day", 7), (Text(week, "step"), week.GetProperty("series").GetArrayLength()));
        Assert.Equal([0, 0, 0, 3, 0, 0, 1], week.GetProperty("series").EnumerateArray().Select(step => Number(step.GetProperty("figures"), "output_tokens")));
        Assert.Equal([("ben", 3L), ("ada", 1L)], week.GetProperty("top_users").EnumerateArray().Select(user => (Text(user, "username"), Number(user.GetProperty("figures"), "output_tokens"))));
        Assert.Equal(["large", "small"], Names(week, "top_models"));
        Assert.Equal(["ollama", "anthropic"], Names(week, "top_upstreams"));
        Assert.Equal((0, 0, 0), (Number(week.GetProperty("now"), "open"), Number(week.GetProperty("now"), "waiting"), Number(week, "refusals")));

        Assert.Equal(9, Number((await GetAsync(weir, "?range=30d")).GetProperty("total"), "output_tokens"));
        Assert.Equal(90, (await GetAsync(weir, "?range=90d&zone=Asia/Kathmandu")).GetProperty("series").GetArrayLength());
        var today = await GetAsync(weir, "");
        Assert.Equal(("today", "UTC", "hour"), (Text(today, "range"), Text(today, "zone"), Text(today, "step")));
        Assert.Equal(now.UtcDateTime.Hour + 1, today.GetProperty("series").GetArrayLength());
    }

    [Fact]
    public async Task Overview_InAnyZone_ListsWhatItsTotalHas()
    {
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        Guid[] users = [await weir.AddUserAsync("ada", null, Cancellation), await weir.AddUserAsync("ben", null, Cancellation)];
        var now = weir.Services.GetRequiredService<ILedger>().Now;
        var ends = Enumerable.Range(0, 8 * 24).Select(hour => now.AddHours(-hour).AddSeconds(-2)).ToList();
        for (var i = 0; i < ends.Count; i++)
        {
            await weir.AddAsync(users[i % 2], ends[i], i % 3 == 0 ? "small" : "large", output: 1);
        }

        foreach (var zone in (string[])["UTC", "Pacific/Kiritimati", "Asia/Kathmandu", "America/Los_Angeles", "Etc/GMT+12"])
        {
            foreach (var range in (string[])["today", "7d"])
            {
                var overview = await GetAsync(weir, $"?range={range}&zone={Uri.EscapeDataString(zone)}");
                var right = ends.Count(end => end >= overview.GetProperty("from").GetDateTimeOffset());

                Assert.Equal(right, Number(overview.GetProperty("total"), "output_tokens"));
                foreach (var list in (string[])["series", "top_users", "top_models", "top_upstreams"])
                {
                    Assert.Equal((zone, list, right), (zone, list, overview.GetProperty(list).EnumerateArray().Sum(part => Number(part.GetProperty("figures"), "output_tokens"))));
                }
            }
        }
    }

    [Theory]
    [InlineData("?range=year", "range")]
    [InlineData("?zone=Mars/Olympus", "zone")]
    public async Task Overview_WrongQuery_Is400(string query, string names)
    {
        await using var weir = await WeirHost.StartAsync(null, Cancellation);

        var (status, json) = await weir.Admin.AskAsync("GET", $"/admin/api/overview{query}");

        Assert.Equal(400, status);
        Assert.Contains(names, Text(json, "error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summary_OfMine_HasTodayTheMonthAndMyLimits()
    {
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 5_000, Cancellation);
        var ben = await weir.AddUserAsync("ben", null, Cancellation);
        var now = weir.Services.GetRequiredService<ILedger>().Now;
        await weir.AddAsync(ada.Id, now.AddDays(-60), "old", output: 9);
        await weir.AddAsync(ada.Id, now.AddDays(-29), "large", output: 5);
        await weir.AddAsync(ada.Id, now.AddSeconds(-2), "small", output: 2);
        await weir.AddAsync(ben, now.AddSeconds(-2), "small", output: 100);

        var summary = (await ada.Client.AskAsync("GET", "/api/inference/usage/summary?zone=UTC")).Json;

        Assert.Equal(2, Number(summary.GetProperty("today"), "output_tokens"));
        Assert.Equal(now.Day >= 30 ? 7 : 2, Number(summary.GetProperty("month"), "output_tokens"));
        Assert.Equal([("large", 5L), ("small", 2L)], summary.GetProperty("by_day_and_model").EnumerateArray().Select(day => (Text(day, "model"), Number(day.GetProperty("figures"), "output_tokens"))));
        var budget = Assert.Single(summary.GetProperty("budgets").EnumerateArray());
        Assert.Equal((5_000, 5_000), (Number(budget, "cap"), Number(budget, "left")));
        Assert.Equal(400, (await ada.Client.AskAsync("GET", "/api/inference/usage/summary?zone=x")).Status);
    }

    [Fact]
    public async Task Summary_OfAUser_HasWhatTheyUsedAndTheLimitsOfTheirGroup()
    {
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        var (ada, ben) = (await weir.AddUserAsync("ada", 5_000, Cancellation), await weir.AddUserAsync("ben", null, Cancellation));
        var group = (await weir.Admin.AskAsync("POST", "/admin/api/groups", new { name = "class" })).Json.GetProperty("id").GetGuid();
        await weir.Admin.AskAsync("PUT", $"/admin/api/users/{ada}", new { group_id = group });
        await weir.Admin.AskAsync("POST", "/admin/api/budgets", new { subject = "group", subject_id = group, name = "shared", unit = "requests", window = "day", cap = 9 });
        var now = weir.Services.GetRequiredService<ILedger>().Now;
        await weir.AddAsync(ada, now.AddSeconds(-2), "small", output: 2);
        await weir.AddAsync(ben, now.AddSeconds(-2), "small", output: 100);

        var summary = (await weir.Admin.AskAsync("GET", $"/admin/api/usage/{ada}/summary?zone=UTC")).Json;

        Assert.Equal(2, Number(summary.GetProperty("month"), "output_tokens"));
        Assert.Equal([9L, 5_000L], summary.GetProperty("budgets").EnumerateArray().Select(budget => Number(budget, "cap")).Order());
        Assert.Equal(400, (await weir.Admin.AskAsync("GET", $"/admin/api/usage/{ada}/summary?zone=x")).Status);
        Assert.Equal(404, (await weir.Admin.AskAsync("GET", $"/admin/api/usage/{group}/summary")).Status);
    }

    [Theory]
    [InlineData("2026-10-26T12:00:00Z", "7d", "2026-10-19T22:00:00Z,2026-10-20T22:00:00Z,2026-10-21T22:00:00Z,2026-10-22T22:00:00Z,2026-10-23T22:00:00Z,2026-10-24T22:00:00Z,2026-10-25T23:00:00Z")]
    [InlineData("2026-10-25T03:30:00Z", "today", "2026-10-24T22:00:00Z,2026-10-24T23:00:00Z,2026-10-25T00:00:00Z,2026-10-25T01:00:00Z,2026-10-25T02:00:00Z,2026-10-25T03:00:00Z")]
    public void Steps_AroundAChangeOfClocks_BeginAtLocalMidnights(string now, string range, string steps)
    {
        var culture = System.Globalization.CultureInfo.InvariantCulture;

        var found = new OverviewRange(range, TimeZones.Find("Europe/Berlin"), DateTimeOffset.Parse(now, culture)).Steps();

        Assert.Equal(steps.Split(',').Select(step => DateTimeOffset.Parse(step, culture)), found);
    }

    private static async Task<JsonElement> GetAsync(WeirHost weir, string query)
    {
        var (status, json) = await weir.Admin.AskAsync("GET", $"/admin/api/overview{query}");
        Assert.True(status == 200, $"{status}: {json}");
        return json;
    }

    private static IEnumerable<string> Names(JsonElement answer, string list) => answer.GetProperty(list).EnumerateArray().Select(part => Text(part, "name"));

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static long Number(JsonElement json, string name) => json.GetProperty(name).GetInt64();
}
