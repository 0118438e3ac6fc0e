using System.Collections.Concurrent;
using System.Globalization;
using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Weir.TestKit.Wire;
using Xunit;

namespace Weir.IntegrationTests.Inference;

/// <summary>A limit is a limit under any concurrency, and yet nearly all of it can be used.</summary>
public class CapTests
{
    private const int Callers = 256;

    private const long Limit = 200_000;

    private const long Cap = 1_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>One unless <c>WEIR_TEST_ROUNDS</c> says how many.</summary>
    private static int Rounds => int.Parse(Environment.GetEnvironmentVariable("WEIR_TEST_ROUNDS") ?? "1", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("messages", true)]
    [InlineData("messages", false)]
    [InlineData("chat", true)]
    [InlineData("chat", false)]
    [InlineData("responses", true)]
    [InlineData("responses", false)]
    public async Task Limit_UnderManyCallers_IsNeverPassedAndNearlyAllUsed(string mount, bool stream)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var whole = await SpendAsync(Mount.Named(mount), stream, cap => cap);
            var tenth = await SpendAsync(Mount.Named(mount), stream, cap => cap / 10);

            Assert.True(tenth >= 5 * whole, $"{tenth} small answers came through, and {whole} large ones.");
        }
    }

    /// <summary>Spends a whole limit; returns how many answers came through.</summary>
    private static async Task<int> SpendAsync(Mount mount, bool stream, Func<long, long> output)
    {
        await using var upstream = mount.NewUpstream(_ => new() { Output = output, TokensPerDelta = 50 });
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", Limit, Cancellation);
        var answered = 0;
        var finals = new ConcurrentBag<RawAnswer>();
        var passing = new ConcurrentBag<RawAnswer>();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            using var client = await RawClient.ConnectAsync(weir.Address, Cancellation);
            while (true)
            {
                var answer = await client.ExchangeAsync(mount.Request(ada.Key, mount.Question(stream, Cap)), Cancellation);
                if (answer.Status == 200)
                {
                    Interlocked.Increment(ref answered);
                    continue;
                }

                Assert.Equal(429, answer.Status);
                if (answer.Head["x-should-retry"] == "false")
                {
                    finals.Add(answer);
                    return;
                }

                passing.Add(answer);
            }
        }));

        Assert.InRange(upstream.Book.HighestExposure, 1, Limit);
        Assert.InRange(upstream.Book.Consumed, Limit * 97 / 100, Limit);
        Assert.Equal(Callers, finals.Count);
        Assert.All(finals, answer => Assert.Contains(mount.FinalMark, answer.Text, StringComparison.Ordinal));
        Assert.All(passing, answer =>
        {
            Assert.Equal("2", answer.Head["retry-after"]);
            Assert.Contains(mount.PassingMark, answer.Text, StringComparison.Ordinal);
        });

        var lines = await LedgerLines.WhenSettledAsync(weir.Services, Cancellation);
        Assert.Equal(upstream.Book.Consumed, lines.Sum(line => line.Total));
        return answered;
    }

    [Fact]
    public async Task Limit_Reached_IsRefusedWithItsFigures()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 500, Cancellation);

        var native = await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true, 1_000)), Cancellation);
        var own = await Post.SendAsync(
            weir.Address,
            Post.To("/api/inference/anthropic/messages", Post.Question(stream: true, 1_000), ("x-api-key", ada.Key), ("content-type", "application/json")),
            Cancellation);

        Assert.Equal(429, native.Status);
        Assert.Equal("false", native.Head["x-should-retry"]);
        Assert.StartsWith("""{"type":"error","error":{"type":"billing_error","message":"Token limit exceeded",""", native.Text, StringComparison.Ordinal);
        Assert.Equal(429, own.Status);
        Assert.StartsWith("""{"error":"Token limit exceeded","used":0,"limit":500,"reserved":0,"needed":""", own.Text, StringComparison.Ordinal);
        Assert.Empty(upstream.Book.Attempts);
    }

    [Fact]
    public async Task Limit_TakenByOpenRequests_MakesTheNextWaitAndThenPass()
    {
        const long limit = 3_500;
        var gate = new Gate();
        await using var upstream = new FakeUpstream
        {
            OnRequest = request => request.Number == 1 ? new() { Cues = [new(Point.Head, Act.Pause(gate))] } : new(),
        };
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", limit, Cancellation);

        var first = Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true, 2_000)), Cancellation);
        await gate.Reached.WaitAsync(Cancellation);
        var second = Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true, 2_000)), Cancellation);
        gate.Open();

        Assert.Equal(200, (await first).Status);
        var passed = await second;
        Assert.Equal(200, passed.Status);
        Assert.Null(passed.Head["weir-output-cap"]);
        // Together they would have been over it.
        Assert.InRange(upstream.Book.HighestExposure, 2_000, limit);
    }

    [Fact]
    public async Task Limit_TakenByOpenRequestsForLong_IsRefusedAsPassing()
    {
        var gate = new Gate();
        await using var upstream = new FakeUpstream { OnRequest = _ => new() { Cues = [new(Point.Head, Act.Pause(gate))] } };
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation, null, ("Weir__PatienceSeconds", "1"));
        using var ada = await weir.AddAccountAsync("ada", 3_500, Cancellation);

        var first = Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true, 2_000)), Cancellation);
        await gate.Reached.WaitAsync(Cancellation);
        var second = await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true, 2_000)), Cancellation);
        gate.Open();
        await first;

        Assert.Equal(429, second.Status);
        Assert.Equal("2", second.Head["retry-after"]);
        Assert.Null(second.Head["x-should-retry"]);
        Assert.Contains("\"type\":\"rate_limit_error\"", second.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeyLimit_BesideAUserLimit_BothHold()
    {
        await using var upstream = new FakeUpstream { OnRequest = _ => new() { Output = cap => cap } };
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 100_000, Cancellation);
        var small = await WeirHost.AddKeyAsync(ada.Client, 2_000, Cancellation);

        RawAnswer answer;
        do
        {
            answer = await Post.SendAsync(weir.Address, Post.Messages(small, Post.Question(stream: false, 500)), Cancellation);
        }
        while (answer.Status == 200);

        Assert.Equal(429, answer.Status);
        Assert.InRange(upstream.Book.Consumed, 1_000, 2_000);
        Assert.Equal(200, (await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: false, 500)), Cancellation)).Status);
    }
}
