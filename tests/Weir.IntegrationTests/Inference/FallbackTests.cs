using Microsoft.Extensions.DependencyInjection;
using Weir.Accounting;
using Weir.IntegrationTests.Running;
using Weir.Proxy.Routing;
using Weir.Proxy.Upstreams;
using Weir.TestKit;
using Weir.TestKit.Upstreams;
using Weir.TestKit.Wire;
using Xunit;

namespace Weir.IntegrationTests.Inference;

/// <summary>What happens when an upstream fails and another serves the same model.</summary>
public sealed class FallbackTests
{
    private static readonly RouteConfig Both = Routed.Route("claude-*", new RouteTargetConfig("one"), new RouteTargetConfig("two"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(529)]
    public async Task Upstream_ThatAnswersWithAnError_IsStoodInForByTheNext(int status)
    {
        await using var one = new FakeUpstream { OnRequest = _ => Script.Failing(status, "api_error", "No.") };
        await using var two = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        await weir.UseAsync([Routed.Config("one", one), Routed.Config("two", two)], Both);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);

        var answer = await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true)), Cancellation);

        Assert.Equal(200, answer.Status);
        Assert.Equal(two.Book.Attempts[0].Sent, answer.Body);
        Assert.Equal("key-of-two", two.Book.Requests[0].Head["x-api-key"]);
        var lines = await LedgerLines.WhenSettledAsync(weir.Services, Cancellation);
        Assert.Equal([(LedgerEntryKind.Voided, status), (LedgerEntryKind.Posted, 200)], lines.Select(line => (line.Kind, line.Status)));
    }

    [Theory]
    [InlineData(400, 400)]
    [InlineData(404, 404)]
    [InlineData(401, 502)]
    public async Task Upstream_WhoseErrorIsTheRequests_IsNotStoodInFor(int status, int expected)
    {
        await using var one = new FakeUpstream { OnRequest = _ => Script.Failing(status, "invalid_request_error", "No.") };
        await using var two = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        await weir.UseAsync([Routed.Config("one", one), Routed.Config("two", two)], Both);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);

        var answer = await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true)), Cancellation);

        Assert.Equal(expected, answer.Status);
        Assert.Empty(two.Book.Attempts);
    }

    [Fact]
    public async Task LastTarget_ThatFailsToo_HasItsAnswerPassedUnchanged()
    {
        await using var one = new FakeUpstream { OnRequest = _ => Script.Failing(500, "api_error", "First.") };
        await using var two = new FakeUpstream { OnRequest = _ => Script.Failing(529, "overloaded_error", "Second.", ("retry-after", "7")) };
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        await weir.UseAsync([Routed.Config("one", one), Routed.Config("two", two)], Both);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);

        var answer = await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true)), Cancellation);

        Assert.Equal((529, "7"), (answer.Status, answer.Head["retry-after"]));
        Assert.Contains("Second.", answer.Text, StringComparison.Ordinal);
        Assert.Equal(2, (await LedgerLines.WhenSettledAsync(weir.Services, Cancellation)).Count);
    }

    [Fact]
    public async Task Upstream_ThatTimesOutOrCutsBeforeItsHead_IsStoodInForAndItsAttemptPosted()
    {
        await using var one = new FakeUpstream { OnRequest = request => new() { Cues = [new(Point.Head, request.Number == 1 ? Act.Cut : Act.Stall)] } };
        await using var two = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        await weir.UseAsync([Routed.Config("one", one, firstByteSeconds: 1), Routed.Config("two", two)], Both);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);

        for (var request = 0; request < 2; request++)
        {
            Assert.Equal(200, (await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: false)), Cancellation)).Status);
        }

        var lines = await LedgerLines.WhenSettledAsync(weir.Services, Cancellation);
        Assert.Equal(
            [
                (AttemptOutcome.UpstreamCut, UsageSource.Estimated), (AttemptOutcome.Completed, UsageSource.Reported),
                (AttemptOutcome.UpstreamTimedOut, UsageSource.Estimated), (AttemptOutcome.Completed, UsageSource.Reported),
            ],
            lines.Select(line => (line.Outcome, line.Source)));
        Assert.All(lines, line => Assert.Equal(LedgerEntryKind.Posted, line.Kind));
    }

    [Fact]
    public async Task Stream_ThatHasBegun_IsNeverStoodInFor()
    {
        await using var one = new FakeUpstream { OnRequest = _ => new() { Cues = [new(Point.Tokens(5), Act.Cut)] } };
        await using var two = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        await weir.UseAsync([Routed.Config("one", one), Routed.Config("two", two)], Both);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);

        var answer = await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true)), Cancellation);

        Assert.Contains("event: error", answer.Text, StringComparison.Ordinal);
        Assert.Empty(two.Book.Attempts);
    }

    [Fact]
    public async Task Upstream_KilledUnderLoad_IsNoticedByNobodyAndComesBack()
    {
        const int callers = 48;
        var script = new Script { Gap = TimeSpan.FromMilliseconds(3), FirstByteDelay = TimeSpan.FromMilliseconds(20) };
        await using var one = new FakeUpstream { OnRequest = _ => script };
        await using var two = new FakeUpstream { OnRequest = _ => script };
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        await weir.UseAsync([Routed.Config("one", one), Routed.Config("two", two)], Both);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000_000, Cancellation);
        var catalog = weir.Services.GetRequiredService<UpstreamCatalog>();
        using var ending = new CancellationTokenSource();
        var begun = 0;
        var load = Task.WhenAll(Enumerable.Range(0, callers).Select(async i =>
        {
            using var client = await RawClient.ConnectAsync(weir.Address, Cancellation);
            while (!ending.IsCancellationRequested)
            {
                var answer = await client.ExchangeAsync(Post.Messages(ada.Key, Post.Question(stream: true)), Cancellation);
                Assert.True(answer.Status == 200, answer.Text);
                if (answer.Text.Contains("event: error", StringComparison.Ordinal))
                {
                    // It had begun: that cannot be taken back.
                    Interlocked.Increment(ref begun);
                    Assert.Contains("event: message_start", answer.Text, StringComparison.Ordinal);
                }
                else
                {
                    Assert.EndsWith("\"message_stop\"}\n\n", answer.Text, StringComparison.Ordinal);
                }
            }
        }));

        await one.Book.WhenAsync(book => book.Attempts.Count > 3 * callers, Cancellation);
        await one.GoDownAsync();
        await Eventually.IsTrueAsync(() => catalog.Current.Find("one")!.State.Health.IsOpen, Cancellation);
        var before = two.Book.Attempts.Count;
        await two.Book.WhenAsync(book => book.Attempts.Count > before + (3 * callers), Cancellation);
        var downAttempts = one.Book.Attempts.Count;
        one.ComeBack();
        await one.Book.WhenAsync(book => book.Attempts.Count > downAttempts + callers, Cancellation).WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
        await ending.CancelAsync();
        await load;

        Assert.InRange(begun, 0, callers);
        var lines = await LedgerLines.WhenSettledAsync(weir.Services, Cancellation);
        Assert.Equal(lines.Count, lines.Select(line => line.Attempt).Distinct().Count());
        // What was sent to a process that was being killed may never have been read there; it was sent all the same, and is posted.
        var unread = lines.Count - one.Book.Attempts.Count - two.Book.Attempts.Count;
        Assert.InRange(unread, 0, callers);
        Assert.InRange(unread, 0, lines.Count(line => line.Outcome == AttemptOutcome.UpstreamCut));
    }

    [Fact]
    public async Task Model_WhoseOnlyUpstreamIsGone_IsRefusedAtOnceUntilItAnswersAgain()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        await weir.UseAsync([Routed.Config("one", upstream)]);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        await upstream.GoDownAsync();

        var statuses = new List<int>();
        for (var request = 0; request < 4; request++)
        {
            statuses.Add((await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true)), Cancellation)).Status);
        }

        Assert.Equal((502, 503), (statuses[0], statuses[^1]));
        upstream.ComeBack();
        await Eventually.IsTrueAsync(
            async () => (await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true)), Cancellation)).Status == 200,
            Cancellation,
            patience: TimeSpan.FromSeconds(10));
        Assert.All(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation), line => Assert.Equal(200, line.Status));
    }
}
