using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Running;
using Weir.Proxy.Routing;
using Weir.Storage.Clock;
using Weir.Storage.Model;
using Weir.TestKit;
using Weir.TestKit.Upstreams;
using Xunit;
using static Weir.IntegrationTests.Budgets.BudgetHost;

namespace Weir.IntegrationTests.Budgets;

/// <summary>Budgets of every subject and unit, held against real requests.</summary>
public class BudgetCapTests
{
    [Fact]
    public async Task Requests_By256CallersAtOnce_AreDispatchedExactlyAsOftenAsTheBudgetSays()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        var budget = await weir.AddBudgetAsync(new { subject = "user", subject_id = ada.Id, unit = "requests", window = "month", cap = 10 });

        var answers = await Task.WhenAll(Enumerable.Range(0, 256).Select(_ => weir.AskModelAsync(ada.Key)));

        Assert.Equal(10, upstream.Book.Attempts.Count);
        Assert.Equal(10, answers.Count(answer => answer.Status == 200));
        Assert.All(answers.Where(answer => answer.Status != 200), answer => Assert.Equal(429, answer.Status));
        await weir.HoldsItsInvariantsAsync();
        Assert.Equal(10, (await weir.BudgetAsync(budget)).GetProperty("current").GetProperty("posted").GetInt64());
    }

    [Fact]
    public async Task SeveralBudgets_TheRefusalNamesTheOneWithoutRoom()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);
        await weir.AddBudgetAsync(new { subject = "everyone", unit = "tokens", window = "total", cap = 1_000_000 });
        await weir.AddBudgetAsync(new { subject = "user", subject_id = ada.Id, unit = "requests", window = "day", cap = 1 });
        await weir.AddBudgetAsync(new { subject = "user", subject_id = ada.Id, unit = "nano_dollars", window = "month", cap = 5_000_000_000 });
        Assert.Equal(200, (await weir.AskOwnAsync(ada.Key)).Status);

        var (status, json) = await weir.AskOwnAsync(ada.Key);
        var native = await weir.AskModelAsync(ada.Key);

        var tomorrow = $"{TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(1):yyyy-MM-dd}T00:00:00Z";
        Assert.Equal(429, status);
        Assert.Equal($"Daily budget of 1 request reached; it begins anew at {tomorrow}", json.GetProperty("error").GetString());
        Assert.Equal(("requests", tomorrow, "user"), (json.GetProperty("unit").GetString(), json.GetProperty("resets_at").GetString(), json.GetProperty("subject").GetString()));
        Assert.Equal((1, 1, 1), (json.GetProperty("used").GetInt64(), json.GetProperty("limit").GetInt64(), json.GetProperty("needed").GetInt64()));
        Assert.Equal("false", native.Head["x-should-retry"]);
        Assert.Contains("\"error_code\":\"budget_exceeded\"", native.Text, StringComparison.Ordinal);
        Assert.Single(upstream.Book.Attempts);
    }

    [Fact]
    public async Task DayWindow_TurnedOver_HasRoomAgain()
    {
        var clock = new ShiftedClock();
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation, services => services.Replace(ServiceDescriptor.Singleton(new DatabaseClock(clock))));
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        await weir.AddBudgetAsync(new { subject = "user", subject_id = ada.Id, unit = "requests", window = "day", time_zone = "Asia/Kolkata", cap = 1 });
        Assert.Equal(200, (await weir.AskModelAsync(ada.Key)).Status);
        Assert.Equal(429, (await weir.AskModelAsync(ada.Key)).Status);

        clock.Ahead = TimeSpan.FromDays(1);

        Assert.Equal(200, (await weir.AskModelAsync(ada.Key)).Status);
        Assert.Equal(429, (await weir.AskModelAsync(ada.Key)).Status);
        await weir.HoldsItsInvariantsAsync();
    }

    [Fact]
    public async Task Money_ByTheShippedPrice_IsNeverPassedAndIsWhatTheEntriesCost()
    {
        const long cap = 20_000_000;
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        var budget = await weir.AddBudgetAsync(new { subject = "user", subject_id = ada.Id, unit = "nano_dollars", window = "total", cap });

        var answer = await weir.AskModelAsync(ada.Key);
        while (answer.Status == 200)
        {
            answer = await weir.AskModelAsync(ada.Key);
        }

        Assert.Contains("Budget of $0.02 reached", answer.Text, StringComparison.Ordinal);
        await weir.HoldsItsInvariantsAsync();
        await using var db = await weir.Services.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContextAsync(Cancellation);
        var cost = await db.LedgerEntries.SumAsync(entry => entry.NanoDollars, Cancellation);
        Assert.InRange(cost, cap / 2, cap);
        Assert.Equal(cost, (await weir.BudgetAsync(budget)).GetProperty("current").GetProperty("posted").GetInt64());
        Assert.Equal(cost, (await ada.Client.AskAsync("GET", "/api/inference/usage/stats")).Json.GetProperty("nano_dollars").GetInt64());
        var lines = (await ada.Client.AskAsync("GET", "/api/inference/usage")).Json.GetProperty("usage_history").EnumerateArray();
        Assert.Equal(cost, lines.Sum(line => line.GetProperty("nano_dollars").GetInt64()));
    }

    [Fact]
    public async Task Group_SharesOneBudget_AndOthersDoNot()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        using var bob = await weir.AddAccountAsync("bob", null, Cancellation);
        using var eve = await weir.AddAccountAsync("eve", null, Cancellation);
        var group = (await weir.Admin.AskAsync("POST", "/admin/api/groups", new { name = "class" })).Json.GetProperty("id").GetGuid();
        await weir.Admin.AskAsync("PUT", $"/admin/api/users/{ada.Id}", new { group_id = group });
        await weir.Admin.AskAsync("PUT", $"/admin/api/users/{bob.Id}", new { group_id = group });
        await weir.AddBudgetAsync(new { subject = "group", subject_id = group, unit = "requests", window = "total", cap = 1 });

        Assert.Equal(200, (await weir.AskModelAsync(ada.Key)).Status);
        var (status, json) = await weir.AskOwnAsync(bob.Key);

        Assert.Equal((429, "group"), (status, json.GetProperty("subject").GetString()));
        Assert.Equal("Budget of 1 request of your group reached", json.GetProperty("error").GetString());
        Assert.Equal(200, (await weir.AskModelAsync(eve.Key)).Status);
        Assert.Equal(200, (await weir.Admin.AskAsync("DELETE", $"/admin/api/groups/{group}")).Status);
        Assert.Equal(200, (await weir.AskModelAsync(bob.Key)).Status);
    }

    [Fact]
    public async Task Everyone_SharesOneBudget()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        using var bob = await weir.AddAccountAsync("bob", null, Cancellation);
        await weir.AddBudgetAsync(new { subject = "everyone", unit = "requests", window = "total", cap = 1 });

        Assert.Equal(200, (await weir.AskModelAsync(ada.Key)).Status);

        var (status, json) = await weir.AskOwnAsync(bob.Key);
        Assert.Equal((429, "everyone"), (status, json.GetProperty("subject").GetString()));
    }

    [Fact]
    public async Task Upstream_WithABudget_CountsOnlyWhatGoesToIt()
    {
        await using var one = new FakeUpstream();
        await using var two = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        await weir.UseAsync(
            [Routed.Config("one", one), Routed.Config("two", two)],
            Routed.Route("claude-*", new RouteTargetConfig("one")),
            Routed.Route("other-*", new RouteTargetConfig("two")));
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        await weir.AddBudgetAsync(new { subject = "upstream", upstream = "ONE", unit = "requests", window = "total", cap = 1 });

        Assert.Equal(200, (await weir.AskModelAsync(ada.Key)).Status);
        var refused = await weir.AskModelAsync(ada.Key);
        var other = await weir.AskModelAsync(ada.Key, "other-model");

        Assert.Equal(429, refused.Status);
        Assert.Contains("\"subject\":\"upstream\"", refused.Text, StringComparison.Ordinal);
        Assert.Equal(200, other.Status);
        Assert.Equal((1, 1), (one.Book.Attempts.Count, two.Book.Attempts.Count));
    }

    [Fact]
    public async Task Models_OfABudget_AreTheOnlyOnesItCounts()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        await weir.AddBudgetAsync(new { subject = "user", subject_id = ada.Id, unit = "requests", window = "total", cap = 0, models = new[] { "claude-opus*" } });

        Assert.Equal(429, (await weir.AskModelAsync(ada.Key, "claude-opus-4-5")).Status);
        Assert.Equal(200, (await weir.AskModelAsync(ada.Key)).Status);
    }

    [Fact]
    public async Task Budget_DeletedWhileARequestIsOpen_EndsItWell()
    {
        var gate = new Gate();
        await using var upstream = new FakeUpstream { OnRequest = _ => new() { Cues = [new(Point.Head, Act.Pause(gate))] } };
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        var budget = await weir.AddBudgetAsync(new { subject = "user", subject_id = ada.Id, unit = "requests", window = "day", cap = 1 });
        var open = weir.AskModelAsync(ada.Key);
        await gate.Reached.WaitAsync(Cancellation);
        Assert.Equal(1, (await weir.BudgetAsync(budget)).GetProperty("current").GetProperty("pending").GetInt64());

        Assert.Equal(200, (await weir.Admin.AskAsync("DELETE", $"/admin/api/budgets/{budget}")).Status);
        gate.Open();

        Assert.Equal(200, (await open).Status);
        Assert.Equal(200, (await weir.AskModelAsync(ada.Key)).Status);
        await weir.HoldsItsInvariantsAsync();
    }

    [Fact]
    public async Task Fallback_KeepsTheMomentOfTheFirstAttempt()
    {
        await using var one = new FakeUpstream { OnRequest = _ => Script.Failing(500, "api_error", "No.") };
        await using var two = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        await weir.UseAsync([Routed.Config("one", one), Routed.Config("two", two)], Routed.Route("claude-*", new RouteTargetConfig("one"), new RouteTargetConfig("two")));
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);

        Assert.Equal(200, (await weir.AskModelAsync(ada.Key)).Status);

        await weir.HoldsItsInvariantsAsync();
        await using var db = await weir.Services.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContextAsync(Cancellation);
        var moments = await db.LedgerEntries.Select(entry => entry.AdmittedAt).ToListAsync(Cancellation);
        Assert.Equal(2, moments.Count);
        Assert.Single(moments.Distinct());
    }
}
