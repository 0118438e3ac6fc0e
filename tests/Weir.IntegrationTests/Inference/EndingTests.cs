using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Weir.Accounting;
using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Weir.TestKit.Wire;
using Xunit;

namespace Weir.IntegrationTests.Inference;

/// <summary>
/// However an exchange ends, one entry is left of each attempt: equal to the truth where the upstream reported, else not below it and not
/// above what was set aside.
/// </summary>
public class EndingTests
{
    private const int AtOnce = 128;

    /// <summary>Below the 300 tokens a second that Weir holds a model to be capable of.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Of answers that end somewhere, half of them streamed; fewer where the reader of usage is all that differs.</summary>
    protected virtual int Rounds => 1_000;

    [Theory]
    [InlineData("messages", true)]
    [InlineData("messages", false)]
    [InlineData("chat", true)]
    [InlineData("chat", false)]
    [InlineData("responses", true)]
    [InlineData("responses", false)]
    public async Task CallerGone_AtRandomOffsets_LeavesOneTrueEntryEach(string name, bool stream)
    {
        var mount = Mount.Named(name);
        var random = new Random(11);
        var plans = Enumerable.Range(0, RoundsAt(name) / 2).Select(_ => (Offset: random.Next(0, stream ? 6_000 : 900), HasLittleLeft: random.Next(2) == 0)).ToArray();
        await using var upstream = mount.NewUpstream(request =>
        {
            var (offset, hasLittleLeft) = plans[NumberOf(request)];
            return new()
            {
                Output = _ => 10 + (request.Number % 40),
                Gap = Pace,
                HiddenTokens = request.Number % 3,
                // What is cancelled makes nothing more when its caller leaves: nobody could know of a token that is made before the word arrives.
                Cues = hasLittleLeft || !stream ? [] : [new(offset == 0 ? Point.Tokens(1) : Point.Part(offset), Act.Stall)],
            };
        });
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000_000, Cancellation);

        await Parallel.ForAsync(0, plans.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Cancellation }, async (i, cancellation) =>
        {
            var (offset, hasLittleLeft) = plans[i];
            using var client = await RawClient.ConnectAsync(weir.Address, cancellation);
            await client.SendAsync(mount.Request(ada.Key, mount.Question(stream, hasLittleLeft ? 100 : 9_000, $"m-{i}")), cancellation);
            if (offset > 0)
            {
                var answer = await client.ReadHeadAsync(cancellation);
                await answer.ReadToAsync(offset, cancellation);
            }

            client.Abort();
        });

        // A caller may have left before Weir sent anything: then there is no attempt, and no entry.
        await HoldAgainstAsync(weir, upstream);
    }

    [Theory]
    [InlineData("messages", true)]
    [InlineData("messages", false)]
    [InlineData("chat", true)]
    [InlineData("chat", false)]
    [InlineData("responses", true)]
    [InlineData("responses", false)]
    public async Task UpstreamCut_AtRandomOffsets_LeavesOneTrueEntryEachAndTellsTheCaller(string name, bool stream)
    {
        var mount = Mount.Named(name);
        var random = new Random(12);
        var offsets = Enumerable.Range(0, RoundsAt(name) / 2).Select(_ => random.Next(-1, stream ? 9_000 : 700)).ToArray();
        await using var upstream = mount.NewUpstream(request =>
        {
            var i = NumberOf(request);
            var act = i % 2 == 0 ? Act.Cut : Act.Reset;
            return new()
            {
                Output = _ => 10 + (i % 40),
                Gap = Pace,
                ThinkingTokens = i % 4,
                Cues = [new(offsets[i] < 0 ? Point.Head : Point.Byte(offsets[i]), act)],
                // A cut just behind a whole answer would otherwise hit the next request on the connection, before the upstream has seen it.
                Headers = [("connection", "close")],
            };
        });
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000_000, Cancellation);

        await Parallel.ForAsync(0, offsets.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Cancellation }, async (i, cancellation) =>
        {
            var answer = await Post.SendAsync(weir.Address, mount.Request(ada.Key, mount.Question(stream, 100, $"m-{i}")), cancellation);
            var truth = upstream.Book.Attempts.Single(attempt => attempt.Request.Model == $"m-{i}");
            await truth.Done;
            if (mount.IsWhole(truth, stream))
            {
                // The cut came behind the last byte, or would have.
                Assert.Equal(truth.Sent, answer.Body);
            }
            else if (stream && answer.Status == 200)
            {
                AssertTold(mount, truth, answer);
            }
            else
            {
                Assert.Equal(502, answer.Status);
                Assert.True(mount.IsError(answer), answer.Text);
            }
        });

        var lines = await HoldAgainstAsync(weir, upstream);
        Assert.Equal(offsets.Length, lines.Count);
    }

    [Fact]
    public async Task CallerGone_AfterFiveSecondsOfHiddenThinking_PaysForFiveSeconds()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var gate = new Gate();
        await using var upstream = new FakeUpstream
        {
            OnRequest = _ => new() { Output = cap => cap, HiddenTokens = 32_000, Cues = [new(Point.Tokens(1_400), Act.Pause(gate))] },
        };
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation, services => services.AddSingleton<TimeProvider>(time));
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);
        using var client = await RawClient.ConnectAsync(weir.Address, Cancellation);
        const string thinking = ",\"thinking\":{\"type\":\"adaptive\",\"display\":\"omitted\"}";

        await client.SendAsync(Post.Messages(ada.Key, Post.Question(stream: true, 32_000, extra: thinking)), Cancellation);
        var answer = await client.ReadHeadAsync(Cancellation);
        await answer.ReadToAsync("content_block_start", Cancellation);
        await gate.Reached.WaitAsync(Cancellation);
        time.Advance(TimeSpan.FromSeconds(5));
        client.Abort();

        var line = Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
        Assert.Equal((AttemptOutcome.ClientGone, UsageSource.Estimated), (line.Outcome, line.Source));
        Assert.Equal(upstream.Book.Attempts[0].Input, line.TotalInput);
        Assert.Equal(5 * 300, line.Output);
        Assert.Equal(1_400, upstream.Book.Attempts[0].Output);
    }

    [Fact]
    public async Task CallerGone_WithLittleLeft_IsReadToItsFinalUsage()
    {
        var gate = new Gate();
        await using var upstream = new FakeUpstream { OnRequest = _ => new() { Output = cap => cap, Cues = [new(Point.Tokens(10), Act.Pause(gate))] } };
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);
        using var client = await RawClient.ConnectAsync(weir.Address, Cancellation);

        await client.SendAsync(Post.Messages(ada.Key, Post.Question(stream: true, 1_500)), Cancellation);
        await gate.Reached.WaitAsync(Cancellation);
        client.Abort();
        gate.Open();

        var line = Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
        Assert.Equal((1_500L, UsageSource.Reported), (line.Output, line.Source));
        Assert.Equal(AttemptEnd.Answered, upstream.Book.Attempts[0].End);
    }

    [Theory]
    [InlineData("messages", 400, "invalid_request_error", 400)]
    [InlineData("messages", 429, "rate_limit_error", 429)]
    [InlineData("messages", 500, "api_error", 500)]
    [InlineData("messages", 529, "overloaded_error", 529)]
    [InlineData("messages", 401, "authentication_error", 502)]
    [InlineData("messages", 403, "permission_error", 502)]
    [InlineData("chat", 400, "invalid_request_error", 400)]
    [InlineData("chat", 429, "insufficient_quota", 429)]
    [InlineData("chat", 503, "server_error", 503)]
    [InlineData("chat", 401, "invalid_request_error", 502)]
    [InlineData("responses", 404, "invalid_request_error", 404)]
    [InlineData("responses", 500, "server_error", 500)]
    [InlineData("responses", 403, "invalid_request_error", 502)]
    public async Task UpstreamError_OfAnyStatus_CostsNothingAndHasItsRow(string name, int status, string type, int expected)
    {
        var mount = Mount.Named(name);
        await using var upstream = mount.NewUpstream(_ => Script.Failing(status, type, "No."));
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);

        var answer = await Post.SendAsync(weir.Address, mount.Request(ada.Key, mount.Question(stream: true)), Cancellation);

        Assert.Equal(expected, answer.Status);
        Assert.True(mount.IsError(answer), answer.Text);
        var line = Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
        Assert.Equal((LedgerEntryKind.Voided, 0L, status), (line.Kind, line.Total, line.Status));
    }

    [Theory]
    [InlineData("messages", "text/html", "<html>Bad gateway</html>", 200)]
    [InlineData("messages", "application/json", "not json", 200)]
    [InlineData("messages", "text/html", "<html>Bad gateway</html>", 503)]
    [InlineData("chat", "text/html", "<html>Bad gateway</html>", 200)]
    [InlineData("chat", "application/json", "[]", 200)]
    [InlineData("responses", "text/html", "<html>Bad gateway</html>", 503)]
    public async Task UpstreamGarbage_OfAnyStatus_BecomesAnErrorOfTheDialect(string name, string contentType, string body, int status)
    {
        var mount = Mount.Named(name);
        await using var upstream = mount.NewUpstream(_ => new() { Status = status, ContentType = contentType, Body = System.Text.Encoding.UTF8.GetBytes(body) });
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        var key = await WeirHost.AddKeyAsync(weir.Admin, null, Cancellation);

        var answer = await Post.SendAsync(weir.Address, mount.Request(key, mount.Question(stream: false)), Cancellation);

        Assert.Equal(status == 200 ? 502 : status, answer.Status);
        Assert.True(mount.IsError(answer), answer.Text);
        Assert.Equal("application/json", answer.Head["content-type"]);
        Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
    }

    [Fact]
    public async Task Upstream_ThatStallsSoonAfterItBegan_IsEndedByTheIdleTimeOut()
    {
        await using var upstream = new FakeUpstream { OnRequest = _ => new() { Cues = [new(Point.Tokens(3), Act.Stall)] } };
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation, null, ("Weir__Anthropic__IdleSeconds", "1"));
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);

        var answer = await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true)), Cancellation);

        Assert.Contains("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"timeout_error\"", answer.Text, StringComparison.Ordinal);
        var line = Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
        Assert.Equal((AttemptOutcome.UpstreamTimedOut, UsageSource.Estimated), (line.Outcome, line.Source));
    }

    [Fact]
    public async Task Upstream_ThatCannotBeReached_IsAClearErrorAndLeavesNoEntry()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);
        await upstream.GoDownAsync();

        var answer = await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true)), Cancellation);

        Assert.Equal(502, answer.Status);
        Assert.Contains("cannot be reached", answer.Text, StringComparison.Ordinal);
        Assert.Empty(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
    }

    /// <summary>What came before the cut came unchanged, and then an error event.</summary>
    private static void AssertTold(Mount mount, AttemptTruth truth, RawAnswer answer)
    {
        var error = answer.Text.LastIndexOf(mount.ErrorEventStart, StringComparison.Ordinal);
        Assert.True(error >= 0, answer.Text);
        Assert.StartsWith(answer.Text[..error], System.Text.Encoding.UTF8.GetString(truth.Sent), StringComparison.Ordinal);
        Assert.Equal(BodyEnd.Complete, answer.End);
    }

    /// <summary>Of the round that a request belongs to, by the model that it asks for.</summary>
    private static int NumberOf(ReceivedRequest request) => int.Parse(request.Model![2..], System.Globalization.CultureInfo.InvariantCulture);

    private int RoundsAt(string mount) => mount == "messages" ? Rounds : Rounds / 4;

    private static async Task<IReadOnlyList<LedgerLine>> HoldAgainstAsync(WeirHost weir, FakeUpstream upstream)
    {
        await Task.WhenAll(upstream.Book.Attempts.Select(attempt => attempt.Done)).WaitAsync(Cancellation);
        var lines = await LedgerLines.WhenSettledAsync(weir.Services, Cancellation);
        var byModel = lines.Where(line => line.Kind != LedgerEntryKind.Voided || line.Status != 0).ToDictionary(line => line.Model);
        Assert.Equal(upstream.Book.Attempts.Count, byModel.Count);
        foreach (var truth in upstream.Book.Attempts)
        {
            Truths.Hold(truth, byModel[truth.Request.Model!]);
        }

        return lines;
    }
}
