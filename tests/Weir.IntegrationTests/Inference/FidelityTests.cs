using System.Text;
using Weir.Accounting;
using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Weir.TestKit.Wire;
using Xunit;

namespace Weir.IntegrationTests.Inference;

/// <summary>What passes through Weir passes unchanged.</summary>
public sealed class FidelityTests
{
    /// <summary>Unknown fields at every level, odd spacing, escapes, big numbers, a byte of each UTF-8 length, equal names where they are allowed.</summary>
    private const string OddBody =
        "{\r\n\t\"metadata\" : {\"user_id\":\"u\",\"user_id\":\"v\"} ,\"model\":\"claude-sonnet-4-5\"  ,\n \"max_tokens\"\t:\t500,\"new_field\":[1e400,-0,1.0000,{\"MODEL\":\"x\",\"Stream\":null}],"
        + "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\\u0000\\ud83d\\ude00é漢😀\\/\",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}},"
        + "{\"type\":\"block_of_tomorrow\",\"model\":\"y\"}]}],\"tools\":[{\"name\":\"t\",\"input_schema\":{\"type\":\"object\",\"properties\":{\"max_tokens\":{\"type\":\"integer\"}}}}] } \n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("messages", 1)]
    [InlineData("messages", 7)]
    [InlineData("messages", 1_000_000)]
    [InlineData("chat", 1)]
    [InlineData("chat", 7)]
    [InlineData("chat", 1_000_000)]
    [InlineData("responses", 1)]
    [InlineData("responses", 7)]
    [InlineData("responses", 1_000_000)]
    public async Task Answer_OfEveryKind_ArrivesByteForByteAndIsCounted(string name, int bytesPerWrite)
    {
        var mount = Mount.Named(name);
        await using var upstream = mount.NewUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 10_000_000, Cancellation);
        foreach (var transcript in Transcripts.Of(name))
        {
            upstream.OnRequest = _ => Script.Replay(transcript) with { BytesPerWrite = bytesPerWrite };

            var answer = await Post.SendAsync(weir.Address, mount.Request(ada.Key, mount.Question(transcript.IsStream, model: transcript.Name)), Cancellation);

            Assert.Equal(transcript.Status, answer.Status);
            Assert.Equal(BodyEnd.Complete, answer.End);
            Assert.Equal(transcript.Bytes, answer.Body);
            Assert.Equal(transcript.ContentType, answer.Head["content-type"]);
        }

        var lines = (await LedgerLines.WhenSettledAsync(weir.Services, Cancellation)).ToDictionary(line => line.Model);
        Assert.All(Transcripts.Of(name).Where(transcript => transcript.IsWhole), transcript =>
        {
            var line = lines[transcript.Name];
            Assert.Equal(
                (transcript.Name, UsageSource.Reported, transcript.Input, transcript.CacheRead, transcript.Output),
                (transcript.Name, line.Source, line.Input, line.CacheRead, line.Output));
        });
    }

    [Fact]
    public async Task Answer_Headers_AreTheUpstreamsWithoutItsCookies()
    {
        await using var upstream = new FakeUpstream
        {
            OnRequest = _ => Script.Failing(429, "rate_limit_error", "Slow down.", ("retry-after", "17"), ("x-should-retry", "true"), ("anthropic-new-header", "kept")),
        };
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        var key = await WeirHost.AddKeyAsync(weir.Admin, null, Cancellation);

        var answer = await Post.SendAsync(weir.Address, Post.Messages(key, Post.Question(stream: true)), Cancellation);

        Assert.Equal(429, answer.Status);
        Assert.Equal("17", answer.Head["retry-after"]);
        Assert.Equal("true", answer.Head["x-should-retry"]);
        Assert.Equal("kept", answer.Head["anthropic-new-header"]);
        Assert.Equal("4000", answer.Head["anthropic-ratelimit-requests-limit"]);
        Assert.Equal(upstream.Book.Requests[0].Id, answer.Head["request-id"]);
        Assert.Null(answer.Head["set-cookie"]);
        Assert.Equal(upstream.Book.Attempts[0].Sent, answer.Body);
    }

    [Fact]
    public async Task Request_WithoutABudget_ArrivesByteForByte()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        var key = await WeirHost.AddKeyAsync(weir.Admin, null, Cancellation);

        await Post.SendAsync(weir.Address, Post.Messages(key, OddBody), Cancellation);

        Assert.Equal(OddBody, Assert.Single(upstream.Book.Requests).Text);
    }

    [Fact]
    public async Task Request_ThatFitsItsBudget_ArrivesByteForByte()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);

        await Post.SendAsync(weir.Address, Post.Messages(ada.Key, OddBody), Cancellation);

        Assert.Equal(OddBody, Assert.Single(upstream.Book.Requests).Text);
    }

    [Fact]
    public async Task Request_AboveItsBudget_DiffersInTheCapAlone()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 6_000, Cancellation);
        var body = OddBody.Replace("\t500,", "\t50000,", StringComparison.Ordinal);

        var answer = await Post.SendAsync(weir.Address, Post.Messages(ada.Key, body), Cancellation);

        var received = upstream.Book.Attempts[0].Request;
        Assert.NotNull(received.OutputCap);
        Assert.InRange(received.OutputCap.Value, 1_024, 5_999);
        Assert.Equal(body.Replace("\t50000,", $"\t{received.OutputCap},", StringComparison.Ordinal), received.Text);
        Assert.Equal($"{received.OutputCap}", answer.Head["weir-output-cap"]);
    }

    [Fact]
    public async Task Request_WithoutACap_GetsOneOnlyWhereABudgetApplies()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);
        var free = await WeirHost.AddKeyAsync(weir.Admin, null, Cancellation);
        const string body = """{ "model":"claude-sonnet-4-5","messages":[]}""";

        await Post.SendAsync(weir.Address, Post.Messages(free, body), Cancellation);
        await Post.SendAsync(weir.Address, Post.Messages(ada.Key, body), Cancellation);

        Assert.Equal(body, upstream.Book.Requests[0].Text);
        Assert.Equal("""{"max_tokens":32000, "model":"claude-sonnet-4-5","messages":[]}""", upstream.Book.Requests[1].Text);
    }

    [Fact]
    public async Task Request_Headers_AreTheAllowedOnesAndTheGatewaysKey()
    {
        await using var upstream = new FakeUpstream { RequiredKey = "sk-ant-of-the-server" };
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        var key = await WeirHost.AddKeyAsync(weir.Admin, null, Cancellation);

        var answer = await Post.SendAsync(
            weir.Address,
            Post.To(
                "/v1/messages?beta=true&x=%2F%41",
                Post.Question(stream: false),
                ("Authorization", $"Bearer {key}"),
                ("anthropic-version", "2026-10-21"),
                ("anthropic-beta", "tools-of-tomorrow-2027-01-01"),
                ("anthropic-beta", "another"),
                ("anthropic-unheard-of", "yes"),
                ("user-agent", "my-agent/1.0 (odd [but] real)"),
                ("x-stainless-retry-count", "0"),
                ("content-type", "application/json; charset=utf-8"),
                ("cookie", "weir=stolen"),
                ("accept-encoding", "gzip, br"),
                ("x-forwarded-for", "10.0.0.1"),
                ("x-secret-of-mine", "stays"),
                ("connection", "keep-alive, x-hop"),
                ("x-hop", "1")),
            Cancellation);

        Assert.Equal(200, answer.Status);
        var received = Assert.Single(upstream.Book.Requests);
        Assert.Equal("/v1/messages?beta=true&x=%2F%41", received.Target);
        Assert.Equal("2026-10-21", received.Head["anthropic-version"]);
        Assert.Equal("tools-of-tomorrow-2027-01-01, another", string.Join(", ", received.Head.All("anthropic-beta")));
        Assert.Equal("yes", received.Head["anthropic-unheard-of"]);
        Assert.Equal("my-agent/1.0 (odd [but] real)", received.Head["user-agent"]);
        Assert.Equal("0", received.Head["x-stainless-retry-count"]);
        Assert.Equal("application/json; charset=utf-8", received.Head["content-type"]);
        Assert.Equal(["sk-ant-of-the-server"], received.Head.All("x-api-key"));
        string[] expected =
        [
            "anthropic-beta", "anthropic-unheard-of", "anthropic-version", "content-length", "content-type", "host", "user-agent", "weir-hop", "x-api-key", "x-stainless-retry-count",
        ];
        Assert.Equal(expected, received.Head.Headers.Select(header => header.Key.ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal));
        Assert.DoesNotContain(key, Encoding.Latin1.GetString(received.Head.Raw), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("messages", "content_block_start", "event: ping\ndata: {\"type\":\"ping\"}\n\n")]
    [InlineData("chat", "content", "\"role\":\"assistant\"")]
    [InlineData("responses", "response.output_item.added", "event: response.in_progress\n")]
    public async Task Stream_EachEvent_ArrivesWhileTheNextIsNotMadeYet(string name, string next, string before)
    {
        var mount = Mount.Named(name);
        var gate = new Gate();
        await using var upstream = mount.NewUpstream(request => request.AsksForRun ? new() { Cues = [new(Point.Event(next), Act.Pause(gate))] } : new());
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        var key = await WeirHost.AddKeyAsync(weir.Admin, null, Cancellation);
        using var client = await RawClient.ConnectAsync(weir.Address, Cancellation);

        await client.SendAsync(mount.Request(key, mount.Question(stream: true)), Cancellation);
        var answer = await client.ReadHeadAsync(Cancellation);
        await answer.ReadToAsync(before, Cancellation);
        await gate.Reached.WaitAsync(Cancellation);
        var sent = upstream.Book.Attempts[0].Sent;
        await answer.ReadToAsync(sent.Length, Cancellation);

        Assert.Equal(sent, answer.Body);
        gate.Open();
        await answer.ReadToEndAsync(Cancellation);
        Assert.Equal(upstream.Book.Attempts[0].Sent, answer.Body);
    }
}
