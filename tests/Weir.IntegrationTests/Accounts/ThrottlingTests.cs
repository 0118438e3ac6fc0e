using System.Net.Http.Json;
using Weir.IntegrationTests.Running;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;

namespace Weir.IntegrationTests.Accounts;

public sealed class ThrottlingTests
{
    [Theory]
    [InlineData("mia")]
    [InlineData("nobody")]
    public async Task Login_FailedSixTimes_MustWaitForGrowingTimes(string username)
    {
        var clock = NewClock();
        await using var weir = await StartAsync(clock);
        await weir.AddUserAsync("mia", null, Cancellation);
        using var client = weir.NewClient();
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(401, (await FailAsync(client, username)).Status);
        }

        Assert.Equal((429, 1), await FailAsync(client, username));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(401, (await FailAsync(client, username)).Status);
        Assert.Equal((429, 2), await FailAsync(client, username));
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(401, (await FailAsync(client, username)).Status);
        Assert.Equal((429, 4), await FailAsync(client, username));
    }

    [Fact]
    public async Task Login_RightPasswordWhileWaiting_IsRefusedAndTakenAfterwards()
    {
        var clock = NewClock();
        await using var weir = await StartAsync(clock);
        await weir.AddUserAsync("mia", null, Cancellation);
        using var client = weir.NewClient();
        for (var i = 0; i < 6; i++)
        {
            await FailAsync(client, "mia");
        }

        var right = new { username = "mia", password = WeirHost.AdminPassword };
        Assert.Equal(429, (await client.AskAsync("POST", "/auth/login", right)).Status);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await client.AskAsync("POST", "/auth/login", right)).Status);
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(401, (await FailAsync(client, "mia")).Status);
        }
    }

    [Fact]
    public async Task Login_ManyNamesFromOneAddress_IsThrottledByAddress()
    {
        await using var weir = await StartAsync(NewClock());
        using var client = weir.NewClient();
        for (var i = 0; i < 21; i++)
        {
            Assert.Equal(401, (await FailAsync(client, $"name{i}")).Status);
        }

        Assert.Equal(429, (await FailAsync(client, "another")).Status);
    }

    [Fact]
    public async Task Login_GuessesAllAtOnce_DontSlipPastEachOther()
    {
        await using var weir = await StartAsync(NewClock());
        await weir.AddUserAsync("mia", null, Cancellation);
        using var client = weir.NewClient();
        var answers = await Task.WhenAll(Enumerable.Range(0, 15).Select(_ => FailAsync(client, "mia")));
        Assert.Equal(6, answers.Count(answer => answer.Status == 401));
        Assert.Equal(9, answers.Count(answer => answer.Status == 429));
    }

    [Fact]
    public async Task Confirmation_AfterFifteenMinutes_IsAskedForOnce()
    {
        var clock = NewClock();
        await using var weir = await StartAsync(clock);
        clock.Advance(TimeSpan.FromMinutes(15));
        var late = await weir.Admin.AskAsync("POST", "/api/keys", new { name = "k" });
        Assert.Equal((403, "confirm_password"), (late.Status, late.Json.GetProperty("code").GetString()));
        Assert.Equal(403, (await weir.Admin.AskAsync("POST", "/admin/api/users", new { username = "mia", password = WeirHost.AdminPassword })).Status);
        Assert.Equal(403, (await weir.Admin.AskAsync("POST", "/auth/register", new { username = "mia", password = WeirHost.AdminPassword })).Status);
        Assert.Equal(200, (await weir.Admin.AskAsync("GET", "/admin/api/users")).Status);

        Assert.Equal(403, (await weir.Admin.AskAsync("POST", "/auth/confirm", new { password = "not the password" })).Status);
        Assert.Equal(200, (await weir.Admin.AskAsync("POST", "/auth/confirm", new { password = WeirHost.AdminPassword })).Status);
        Assert.Equal(201, (await weir.Admin.AskAsync("POST", "/api/keys", new { name = "k" })).Status);
    }

    private static async Task<(int Status, int RetryAfter)> FailAsync(HttpClient client, string username)
    {
        using var response = await client.PostAsJsonAsync("/auth/login", new { username, password = "not the password" }, Cancellation);
        return ((int)response.StatusCode, (int)(response.Headers.RetryAfter?.Delta?.TotalSeconds ?? 0));
    }
}
