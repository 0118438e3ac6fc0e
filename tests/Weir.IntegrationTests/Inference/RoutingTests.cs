using Weir.IntegrationTests.Running;
using Weir.Proxy.Routing;
using Weir.TestKit.Upstreams;
using Weir.TestKit.Wire;
using Xunit;
using FakeKind = Weir.TestKit.Upstreams.UpstreamKind;
using UpstreamKind = Weir.Proxy.Upstreams.UpstreamKind;

namespace Weir.IntegrationTests.Inference;

/// <summary>Which upstream gets a request, and under which name the model is known on either side.</summary>
public sealed class RoutingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("claude-sonnet-4-5", "hosted")]
    [InlineData("claude-that-nobody-lists", "hosted")]
    [InlineData("llama3.2", "box")]
    [InlineData("llama3.2:latest", "box")]
    [InlineData("qwen3:8b", "box")]
    [InlineData("something-new", "hosted")]
    public async Task Model_WithoutAnyRoute_GoesWhereItIsListedOrSpoken(string model, string expected)
    {
        await using var hosted = new FakeUpstream();
        await using var box = new FakeUpstream { Kind = FakeKind.Ollama };
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        await weir.UseAsync([Routed.Config("box", box, UpstreamKind.Ollama), Routed.Config("hosted", hosted)]);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);

        var answer = await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true, model: model)), Cancellation);

        Assert.Equal(200, answer.Status);
        Assert.EndsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n", answer.Text, StringComparison.Ordinal);
        Assert.Equal(expected, hosted.Book.Attempts.Count == 1 ? "hosted" : "box");
        Assert.Equal(1, hosted.Book.Attempts.Count + box.Book.Attempts.Count);
        Assert.Equal(model, Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation)).Model);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Route_ToAnotherName_RenamesBothWaysAndNothingElse(bool stream)
    {
        await using var upstream = new FakeUpstream { OnRequest = _ => new() { ToolUses = 1, Output = _ => 20 } };
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        await weir.UseAsync([Routed.Config("hosted", upstream)], Routed.Route("best", new RouteTargetConfig("hosted", "claude-sonnet-4-5")));
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);

        var answer = await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream, model: "best", extra: ",\"metadata\":{\"model\":\"best\"}")), Cancellation);

        var truth = Assert.Single(upstream.Book.Attempts);
        Assert.Equal(Post.Question(stream, model: "claude-sonnet-4-5", extra: ",\"metadata\":{\"model\":\"best\"}"), truth.Request.Text);
        Assert.Contains("\"model\":\"best\"", answer.Text, StringComparison.Ordinal);
        Assert.Equal(
            System.Text.Encoding.UTF8.GetString(truth.Sent).Replace("\"model\":\"claude-sonnet-4-5\"", "\"model\":\"best\"", StringComparison.Ordinal),
            answer.Text);
        var line = Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
        Assert.Equal(("best", truth.Output), (line.Model, line.Output));
    }

    [Fact]
    public async Task Route_ByWeight_KeepsAUserAtOneUpstream()
    {
        await using var one = new FakeUpstream();
        await using var two = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        await weir.UseAsync(
            [Routed.Config("one", one), Routed.Config("two", two)],
            new RouteConfig("claude-*", RouteSpread.Weighted, [new("one", Weight: 3), new("two", Weight: 2)]));
        for (var i = 0; i < 8; i++)
        {
            using var user = await weir.AddAccountAsync($"user{i}", null, Cancellation);
            var before = one.Book.Attempts.Count;
            for (var request = 0; request < 5; request++)
            {
                Assert.Equal(200, (await Post.SendAsync(weir.Address, Post.Messages(user.Key, Post.Question(stream: false)), Cancellation)).Status);
            }

            Assert.Contains(one.Book.Attempts.Count - before, (int[])[0, 5]);
        }

        Assert.Equal(40, one.Book.Attempts.Count + two.Book.Attempts.Count);
    }

    [Fact]
    public async Task Model_ThatNoUpstreamServesInTheDialect_IsToldWhichPathDoes()
    {
        await using var openAI = new FakeUpstream { Kind = FakeKind.OpenAI };
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        await weir.UseAsync([Routed.Config("openai", openAI, UpstreamKind.OpenAI)]);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);

        var answer = await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true, model: "gpt-5-mini")), Cancellation);

        Assert.Equal(404, answer.Status);
        Assert.Contains("use /v1/chat/completions or /v1/responses", answer.Text, StringComparison.Ordinal);
        Assert.Contains("not_found_error", answer.Text, StringComparison.Ordinal);
        Assert.Empty(openAI.Book.Attempts);
    }

    [Fact]
    public async Task Upstreams_ChangedUnderLoad_FailNoRequest()
    {
        await using var one = new FakeUpstream { OnRequest = _ => new() { Gap = TimeSpan.FromMilliseconds(2) } };
        await using var two = new FakeUpstream { OnRequest = _ => new() { Gap = TimeSpan.FromMilliseconds(2) } };
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        var (a, b) = (Routed.Config("a", one), Routed.Config("b", two));
        await weir.UseAsync([a, b]);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        using var changing = new CancellationTokenSource();

        var load = Task.WhenAll(Enumerable.Range(0, 24).Select(async _ =>
        {
            using var client = await RawClient.ConnectAsync(weir.Address, Cancellation);
            while (!changing.IsCancellationRequested)
            {
                var answer = await client.ExchangeAsync(Post.Messages(ada.Key, Post.Question(stream: true)), Cancellation);
                Assert.Equal(200, answer.Status);
                Assert.EndsWith("\"message_stop\"}\n\n", answer.Text, StringComparison.Ordinal);
            }
        }));
        for (var change = 0; change < 30; change++)
        {
            await weir.UseAsync((change % 5) switch
            {
                0 => [a],
                1 => [Routed.Config("a", two), b],
                2 => [Routed.Config("a", one, mostConcurrent: 8)],
                3 => [b, a],
                _ => [Routed.Config("c", two, firstByteSeconds: 30)],
            });
        }

        await changing.CancelAsync();
        await load;
        var lines = await LedgerLines.WhenSettledAsync(weir.Services, Cancellation);
        Assert.Equal(one.Book.Attempts.Count + two.Book.Attempts.Count, lines.Count);
    }
}
