using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Budgets;
using Weir.IntegrationTests.Running;
using Weir.Proxy.Admission.Rates;
using Weir.TestKit;
using Weir.TestKit.Upstreams;
using Weir.TestKit.Wire;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;

namespace Weir.IntegrationTests.RateLimits;

/// <summary>Limits of rates, held against real requests.</summary>
public sealed class RateLimitTests
{
    [Fact]
    public async Task Requests_ByManyAtOnce_AreAdmittedExactlyAsOftenAsTheLimitSays()
    {
        var clock = NewClock();
        await using var upstream = new FakeUpstream();
        await using var weir = await RateHost.StartAsync(upstream, clock);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        await weir.AddRateAsync(new { subject = "user", subject_id = ada.Id, requests_per_minute = 10 });

        Assert.Equal(10, await weir.AnsweredAsync(ada.Key, 64));
        Assert.Equal(10, upstream.Book.Attempts.Count);
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(0, await weir.AnsweredAsync(ada.Key, 1));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(10, await weir.AnsweredAsync(ada.Key, 12));
        await weir.HoldsItsInvariantsAsync();
    }

    [Fact]
    public async Task Limit_ChangedLive_FindsWhatWasCounted()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await RateHost.StartAsync(upstream, NewClock());
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        var limit = await weir.AddRateAsync(new { subject = "user", subject_id = ada.Id, requests_per_minute = 5 });

        Assert.Equal(5, await weir.AnsweredAsync(ada.Key, 6));
        await weir.ChangeRateAsync(limit, new { requests_per_minute = 8 });
        Assert.Equal(3, await weir.AnsweredAsync(ada.Key, 6));
        await weir.ChangeRateAsync(limit, new { requests_per_minute = 2 });
        Assert.Equal(0, await weir.AnsweredAsync(ada.Key, 1));
        Assert.Equal(200, (await weir.Admin.AskAsync("DELETE", $"/admin/api/rate-limits/{limit}")).Status);
        Assert.Equal(6, await weir.AnsweredAsync(ada.Key, 6));
    }

    [Fact]
    public async Task TwoKeys_OfOneUser_ShareTheUsersLimitAndHaveTheirOwn()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await RateHost.StartAsync(upstream, NewClock());
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        using var bob = await weir.AddAccountAsync("bob", null, Cancellation);
        var second = await WeirHost.AddKeyAsync(ada.Client, null, Cancellation);
        await weir.AddRateAsync(new { subject = "user", subject_id = ada.Id, requests_per_minute = 6 });
        await weir.AddRateAsync(new { subject = "api_key", requests_per_minute = 4 });

        Assert.Equal(4, await weir.AnsweredAsync(ada.Key, 20));
        Assert.Contains("Rate limit of 4 requests a minute of this API key reached", (await weir.AskModelAsync(ada.Key)).Text, StringComparison.Ordinal);
        Assert.Equal(2, await weir.AnsweredAsync(second, 20));
        Assert.Contains("Rate limit of 6 requests a minute of this user reached", (await weir.AskModelAsync(second)).Text, StringComparison.Ordinal);
        Assert.Equal(4, await weir.AnsweredAsync(bob.Key, 20));
    }

    [Fact]
    public async Task Concurrent_64Streams_TheNextIsRefusedAndComesInWhenTheyEnd()
    {
        var gate = new Gate();
        await using var upstream = new FakeUpstream { OnRequest = request => request.Number <= 64 ? new() { Cues = [new(Point.Event("message_stop"), Act.Pause(gate))] } : new() };
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        await weir.AddRateAsync(new { subject = "api_key", subject_id = IdOf(ada.Key), concurrent = 64 });
        var streams = Enumerable.Range(0, 64).Select(_ => Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true)), Cancellation)).ToList();
        await upstream.Book.WhenAsync(book => book.Attempts.Count == 64, Cancellation);

        var refused = await weir.AskModelAsync(ada.Key);
        gate.Open();
        var ended = await Task.WhenAll(streams);

        Assert.Equal((429, "2"), (refused.Status, refused.Head["retry-after"]));
        Assert.Contains("Rate limit of 64 requests at once of this API key reached", refused.Text, StringComparison.Ordinal);
        Assert.All(ended, answer => Assert.EndsWith("\"message_stop\"}\n\n", answer.Text, StringComparison.Ordinal));
        Assert.Equal(20, await weir.AnsweredAsync(ada.Key, 20));
    }

    /// <summary>Whoever saw the end of an answer is no longer counted: no two are open here at any time.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Concurrent_One_LetsACallerAskAgainAsSoonAsItSawTheEnd(bool stream)
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        await weir.AddRateAsync(new { subject = "user", subject_id = ada.Id, concurrent = 1 });
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(200, (await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream)), Cancellation)).Status);
        }
    }

    [Fact]
    public async Task Concurrent_OfCallersThatLeave_IsGivenBackAndForgotten()
    {
        var clock = NewClock();
        await using var upstream = new FakeUpstream { OnRequest = _ => new() { Output = _ => 1_000_000, Cues = [new(Point.Tokens(10), Act.Stall)] } };
        await using var weir = await RateHost.StartAsync(upstream, clock);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        using var bob = await weir.AddAccountAsync("bob", null, Cancellation);
        await weir.AddRateAsync(new { subject = "user", concurrent = 8 });
        var rates = weir.Services.GetRequiredService<RateLimiting>();
        for (var round = 1; round <= 4; round++)
        {
            // Some leave before the answer begins, some in the middle of it.
            var clients = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AskAsync(weir, ada.Key)));
            var count = round * 8;
            await upstream.Book.WhenAsync(book => book.Attempts.Count == count, Cancellation);
            Assert.Equal(0, await weir.AnsweredAsync(ada.Key, 3));
            foreach (var client in clients)
            {
                client.Abort();
                client.Dispose();
            }

            await LedgerLines.WhenSettledAsync(weir.Services, Cancellation);
            await Eventually.IsTrueAsync(() => rates.Open == 0, Cancellation);
        }

        Assert.Equal(1, rates.Remembered);
        upstream.OnRequest = _ => new();
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await weir.AnsweredAsync(bob.Key, 1));
        Assert.Equal(1, rates.Remembered);
    }

    [Fact]
    public async Task Refused_Exchanges_AreNotCountedAsOpen()
    {
        await using var upstream = new FakeUpstream { OnRequest = _ => Script.Failing(529, "overloaded_error", "Too much at once.") };
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 5, Cancellation);
        using var bob = await weir.AddAccountAsync("bob", null, Cancellation);
        await weir.AddRateAsync(new { subject = "user", concurrent = 4 });

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => weir.AskModelAsync(ada.Key))), answer => Assert.Contains("billing_error", answer.Text, StringComparison.Ordinal));
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => weir.AskModelAsync(bob.Key))), answer => Assert.Equal(529, answer.Status));

        await Eventually.IsTrueAsync(() => weir.Services.GetRequiredService<RateLimiting>().Open == 0, Cancellation);
    }

    [Fact]
    public async Task Tokens_OfTheLastMinute_AreWhatWasUsed()
    {
        var clock = NewClock();
        await using var upstream = new FakeUpstream { OnRequest = _ => new() { Output = _ => 90, CacheRead = 5, CacheWrite5m = 3 } };
        await using var weir = await RateHost.StartAsync(upstream, clock);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        await weir.AddRateAsync(new { subject = "user", subject_id = ada.Id, tokens_per_minute = 90 });

        Assert.Equal(200, (await weir.AskOwnAsync(ada.Key)).Status);
        var (status, json) = await weir.AskOwnAsync(ada.Key);
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal((429, "tokens_per_minute"), (status, json.GetProperty("unit").GetString()));
        Assert.Equal(upstream.Book.Consumed, json.GetProperty("used").GetInt64());
        Assert.Equal(200, (await weir.AskOwnAsync(ada.Key)).Status);
    }

    [Fact]
    public async Task Limit_OfSeveralReplicas_IsDividedByThem()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await RateHost.StartAsync(upstream, NewClock());
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        await weir.AddRateAsync(new { subject = "user", subject_id = ada.Id, requests_per_minute = 10 });

        weir.Services.GetRequiredService<LiveReplicas>().Count = 3;

        Assert.Equal(4, await weir.AnsweredAsync(ada.Key, 20));
    }

    [Fact]
    public async Task Limits_OfOneWhoIsGone_AreGoneToo()
    {
        await using var weir = await AccountHost.StartAsync();
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        await weir.AddRateAsync(new { subject = "user", subject_id = ada.Id, concurrent = 1 });
        await weir.AddRateAsync(new { subject = "api_key", subject_id = IdOf(ada.Key), concurrent = 1 });
        await weir.AddRateAsync(new { subject = "user", concurrent = 1 });

        Assert.Equal(200, (await weir.Admin.AskAsync("DELETE", $"/admin/api/users/{ada.Id}")).Status);

        var left = Assert.Single((await weir.Admin.AskAsync("GET", "/admin/api/rate-limits")).Json.EnumerateArray());
        Assert.Equal(JsonValueKind.Null, left.GetProperty("subject_id").ValueKind);
    }

    private static Guid IdOf(string key) => Guid.ParseExact(key.Split('_')[1], "N");

    /// <summary>Asks for a stream and reads none of it.</summary>
    private static async Task<RawClient> AskAsync(WeirHost weir, string key)
    {
        var client = await RawClient.ConnectAsync(weir.Address, Cancellation);
        await client.SendAsync(Post.Messages(key, Post.Question(stream: true, 1_000_000)), Cancellation);
        return client;
    }
}
