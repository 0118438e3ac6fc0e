using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Weir.IntegrationTests.Running;
using Weir.Proxy.Upstreams;
using Weir.TestKit;
using Weir.TestKit.Upstreams;
using Weir.TestKit.Wire;
using Xunit;

namespace Weir.IntegrationTests.Inference;

/// <summary>The line for an upstream that takes only so many at once.</summary>
public sealed class QueueTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Line_WithTwoGreedyCallersAndAModestOne_ServesTheModestWithinTheFirstSix()
    {
        var gate = new Gate();
        await using var upstream = new FakeUpstream { OnRequest = request => request.Number == 1 ? new() { Cues = [new(Point.Head, Act.Pause(gate))] } : new() };
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        await weir.UseAsync([Routed.Config("box", upstream, mostConcurrent: 1)]);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        using var bob = await weir.AddAccountAsync("bob", null, Cancellation);
        using var cem = await weir.AddAccountAsync("cem", null, Cancellation);
        var line = weir.Services.GetRequiredService<UpstreamCatalog>().Current.Find("box")!.State.Line;

        var all = new List<Task<RawAnswer>> { SendAsync(weir, ada, "first") };
        await gate.Reached.WaitAsync(Cancellation);
        all.AddRange(Enumerable.Range(0, 50).Select(_ => SendAsync(weir, ada, "ada")));
        all.AddRange(Enumerable.Range(0, 50).Select(_ => SendAsync(weir, bob, "bob")));
        await Eventually.IsTrueAsync(() => line.Waiting == 100, Cancellation);
        all.AddRange([SendAsync(weir, cem, "cem"), SendAsync(weir, cem, "cem")]);
        await Eventually.IsTrueAsync(() => line.Waiting == 102, Cancellation);
        gate.Open();

        Assert.All(await Task.WhenAll(all), answer => Assert.Equal(200, answer.Status));
        var served = upstream.Book.Attempts.Skip(1).Select(attempt => attempt.Request.Model).ToList();
        Assert.Equal(2, served.Take(6).Count(model => model == "cem"));
        Assert.Equal(0, line.Inside);
    }

    [Fact]
    public async Task Stream_ThatWaitsForLong_IsToldItsPositionAndThenAnswered()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var gate = new Gate();
        await using var upstream = new FakeUpstream { OnRequest = request => request.Number == 1 ? new() { Cues = [new(Point.Head, Act.Pause(gate))] } : new() };
        await using var weir = await WeirHost.StartAsync(null, Cancellation, services => services.AddSingleton<TimeProvider>(time));
        await weir.UseAsync([Routed.Config("box", upstream, mostConcurrent: 1)]);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);
        var first = SendAsync(weir, ada, "first");
        await gate.Reached.WaitAsync(Cancellation);
        using var client = await RawClient.ConnectAsync(weir.Address, Cancellation);

        await client.SendAsync(Post.Messages(ada.Key, Post.Question(stream: true)), Cancellation);
        await WhenWaitingAsync(weir, 1);
        using var queue = await ada.Client.GetAsync("/api/inference/queue", Cancellation);
        var place = Assert.Single((await WeirHost.JsonAsync(queue, Cancellation)).GetProperty("waiting").EnumerateArray().ToArray());
        Assert.Equal(("box", "claude-sonnet-4-5", 1), (place.GetProperty("upstream").GetString(), place.GetProperty("model").GetString(), place.GetProperty("position").GetInt32()));
        var answer = await AdvanceUntilAsync(time, client.ReadHeadAsync(Cancellation));
        Assert.Equal("text/event-stream; charset=utf-8", answer.Head["content-type"]);
        await answer.ReadToAsync(": position 1\n\n", Cancellation);
        gate.Open();
        await first;
        await answer.ReadToEndAsync(Cancellation);

        Assert.StartsWith(": position 1\n\n", answer.Text, StringComparison.Ordinal);
        Assert.EndsWith("\"message_stop\"}\n\n", answer.Text, StringComparison.Ordinal);
        Assert.Equal(2, (await LedgerLines.WhenSettledAsync(weir.Services, Cancellation)).Count);
    }

    [Fact]
    public async Task Stream_ThatWaitedAndThenFails_EndsInAnErrorEvent()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var gate = new Gate();
        await using var upstream = new FakeUpstream
        {
            OnRequest = request => request.Number == 1 ? new() { Cues = [new(Point.Head, Act.Pause(gate))] } : Script.Failing(529, "overloaded_error", "Too much at once."),
        };
        await using var weir = await WeirHost.StartAsync(null, Cancellation, services => services.AddSingleton<TimeProvider>(time));
        await weir.UseAsync([Routed.Config("box", upstream, mostConcurrent: 1)]);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);
        var first = SendAsync(weir, ada, "first");
        await gate.Reached.WaitAsync(Cancellation);
        using var client = await RawClient.ConnectAsync(weir.Address, Cancellation);

        await client.SendAsync(Post.Messages(ada.Key, Post.Question(stream: true)), Cancellation);
        await WhenWaitingAsync(weir, 1);
        var answer = await AdvanceUntilAsync(time, client.ReadHeadAsync(Cancellation));
        await answer.ReadToAsync(": position 1\n\n", Cancellation);
        gate.Open();
        await first;
        await answer.ReadToEndAsync(Cancellation);

        Assert.Equal(200, answer.Status);
        Assert.Contains("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Too much at once.\"}", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Caller_ThatWaitsTooLong_IsRefusedWithARetry()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var gate = new Gate();
        await using var upstream = new FakeUpstream { OnRequest = _ => new() { Cues = [new(Point.Head, Act.Pause(gate))] } };
        await using var weir = await WeirHost.StartAsync(null, Cancellation, services => services.AddSingleton<TimeProvider>(time));
        await weir.UseAsync([Routed.Config("box", upstream, mostConcurrent: 1)]);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);
        var first = SendAsync(weir, ada, "first");
        await gate.Reached.WaitAsync(Cancellation);

        var second = Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: false)), Cancellation);
        await WhenWaitingAsync(weir, 1);
        var answer = await AdvanceUntilAsync(time, second);
        gate.Open();
        await first;

        Assert.Equal((503, "10"), (answer.Status, answer.Head["retry-after"]));
        Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
    }

    [Fact]
    public async Task Caller_WithoutBudget_DoesNotWaitToBeRefused()
    {
        var gate = new Gate();
        await using var upstream = new FakeUpstream { OnRequest = _ => new() { Cues = [new(Point.Head, Act.Pause(gate))] } };
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        await weir.UseAsync([Routed.Config("box", upstream, mostConcurrent: 1)]);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        using var poor = await weir.AddAccountAsync("poor", 10, Cancellation);
        var first = SendAsync(weir, ada, "first");
        await gate.Reached.WaitAsync(Cancellation);

        var answer = await Post.SendAsync(weir.Address, Post.Messages(poor.Key, Post.Question(stream: true)), Cancellation);
        gate.Open();
        await first;

        Assert.Equal((429, "false"), (answer.Status, answer.Head["x-should-retry"]));
    }

    [Fact]
    public async Task Caller_ThatLeavesTheLine_MakesPlaceForTheNext()
    {
        var gate = new Gate();
        await using var upstream = new FakeUpstream { OnRequest = request => request.Number == 1 ? new() { Cues = [new(Point.Head, Act.Pause(gate))] } : new() };
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        await weir.UseAsync([Routed.Config("box", upstream, mostConcurrent: 1)]);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);
        var first = SendAsync(weir, ada, "first");
        await gate.Reached.WaitAsync(Cancellation);
        using var leaving = await RawClient.ConnectAsync(weir.Address, Cancellation);
        await leaving.SendAsync(Post.Messages(ada.Key, Post.Question(stream: true, model: "claude-leaving")), Cancellation);
        await WhenWaitingAsync(weir, 1);
        var next = SendAsync(weir, ada, "next");
        await WhenWaitingAsync(weir, 2);

        leaving.Abort();
        await WhenWaitingAsync(weir, 1);
        gate.Open();
        await first;

        Assert.Equal(200, (await next).Status);
        Assert.Equal(["first", "next"], upstream.Book.Attempts.Select(attempt => attempt.Request.Model));
        await LedgerLines.WhenSettledAsync(weir.Services, Cancellation);
    }

    private static Task<RawAnswer> SendAsync(WeirHost weir, Account account, string model) =>
        Post.SendAsync(weir.Address, Post.Messages(account.Key, Post.Question(stream: false, model: model)), Cancellation);

    private static Task WhenWaitingAsync(WeirHost weir, int count)
    {
        var line = weir.Services.GetRequiredService<UpstreamCatalog>().Current.Find("box")!.State.Line;
        return Eventually.IsTrueAsync(() => line.Waiting == count, Cancellation);
    }

    /// <summary>
    /// The wait begins a moment after the place in line is taken, so the clock goes on until something has come of it; in steps that leave
    /// real requests their real time.
    /// </summary>
    private static async Task<T> AdvanceUntilAsync<T>(FakeTimeProvider time, Task<T> done)
    {
        await Eventually.IsTrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(250));
                return done.IsCompleted;
            },
            Cancellation);
        return await done;
    }
}
