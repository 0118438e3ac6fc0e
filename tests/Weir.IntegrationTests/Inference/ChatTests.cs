using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounting;
using Weir.IntegrationTests.Running;
using Weir.Proxy.Forwarding;
using Weir.TestKit;
using Weir.TestKit.Upstreams;
using Weir.TestKit.Upstreams.OpenAI;
using Weir.TestKit.Wire;
using Xunit;
using Kind = Weir.Proxy.Upstreams.UpstreamKind;

namespace Weir.IntegrationTests.Inference;

/// <summary>What is particular to chat completions: how usage is asked for, two names of the cap, several answers at once.</summary>
public sealed class ChatTests
{
    private const string OddBody =
        "{\r\n\t\"metadata\" : {\"a\":\"1\",\"a\":\"2\"} ,\"model\":\"gpt-5-mini\"  ,\n \"max_completion_tokens\"\t:\t500,\"new_field\":[1e400,-0,1.0000,{\"MODEL\":\"x\",\"Stream\":null}],"
        + "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\\u0000\\ud83d\\ude00é漢😀\\/\"}]}],"
        + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"t\",\"parameters\":{\"properties\":{\"max_tokens\":{\"type\":\"integer\"}}}}}] } \n";

    private static readonly Mount Chat = Mount.Named("chat");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000_000)]
    public async Task Stream_OfACallerThatDidNotAsk_LacksTheUsageChunkAlone(int bytesPerWrite)
    {
        await using var upstream = Chat.NewUpstream(_ => Script.Replay(ChatTranscripts.Plain) with { BytesPerWrite = bytesPerWrite });
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        var key = await WeirHost.AddKeyAsync(weir.Admin, null, Cancellation);

        var answer = await Post.SendAsync(
            weir.Address,
            Chat.Request(key, """{"model":"gpt-5-mini","stream":true,"messages":[{"role":"user","content":"Hi"}]}"""),
            Cancellation);

        var events = Encoding.UTF8.GetString(ChatTranscripts.Plain.Bytes).Split("\n\n");
        Assert.Equal(string.Join("\n\n", events.Where(text => !text.Contains("\"choices\":[]", StringComparison.Ordinal))), answer.Text);
        Assert.Equal(
            """{"stream_options":{"include_usage":true},"model":"gpt-5-mini","stream":true,"messages":[{"role":"user","content":"Hi"}]}""",
            upstream.Book.Attempts[0].Request.Text);
        var line = Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
        Assert.Equal((UsageSource.Reported, 25L, 15L), (line.Source, line.TotalInput, line.Output));
    }

    [Theory]
    [InlineData(UsagePlace.FinishChunk)]
    [InlineData(UsagePlace.EveryChunk)]
    public async Task Usage_WhereverAServerTellsIt_IsReportedOnceAndPasses(UsagePlace place)
    {
        await using var upstream = Chat.NewUpstream(_ => new() { UsagePlace = place, Output = _ => 30, CacheRead = 4 });
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        var key = await WeirHost.AddKeyAsync(weir.Admin, null, Cancellation);

        var answer = await Post.SendAsync(
            weir.Address,
            Chat.Request(key, """{"model":"gpt-5-mini","stream":true,"messages":[{"role":"user","content":"Hi"}]}"""),
            Cancellation);

        var truth = upstream.Book.Attempts[0];
        Assert.Equal(truth.Sent, answer.Body);
        var line = Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
        Assert.Equal((UsageSource.Reported, truth.Input, 4L, 30L), (line.Source, line.TotalInput, line.CacheRead, line.Output));
    }

    [Fact]
    public async Task Request_ThatFitsItsBudget_ArrivesByteForByte()
    {
        await using var upstream = Chat.NewUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);

        await Post.SendAsync(weir.Address, Chat.Request(ada.Key, OddBody), Cancellation);

        Assert.Equal(OddBody, Assert.Single(upstream.Book.Attempts).Request.Text);
    }

    [Fact]
    public async Task Request_AboveItsBudget_DiffersInTheCapAlone()
    {
        await using var upstream = Chat.NewUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 9_000, Cancellation);
        var body = OddBody.Replace("\t500,", "\t50000,", StringComparison.Ordinal);

        var answer = await Post.SendAsync(weir.Address, Chat.Request(ada.Key, body), Cancellation);

        var received = upstream.Book.Attempts[0].Request;
        Assert.InRange(received.OutputCap!.Value, 4_096, 8_999);
        Assert.Equal(body.Replace("\t50000,", $"\t{received.OutputCap},", StringComparison.Ordinal), received.Text);
        Assert.Equal($"{received.OutputCap}", answer.Head["weir-output-cap"]);
    }

    [Theory]
    [InlineData(Kind.OpenAI, "", """{"max_completion_tokens":32000,"model":"m","messages":[]}""")]
    [InlineData(Kind.OpenAICompatible, "", """{"max_tokens":32000,"model":"m","messages":[]}""")]
    [InlineData(Kind.OpenAICompatible, "\"max_completion_tokens\":70,\"max_tokens\":50,", """{"max_completion_tokens":50,"max_tokens":50,"model":"m","messages":[]}""")]
    [InlineData(Kind.Ollama, "\"max_completion_tokens\":50,", """{"max_tokens":50,"max_completion_tokens":50,"model":"m","messages":[]}""")]
    public async Task Cap_UnderABudget_StandsWhereTheUpstreamReadsIt(Kind kind, string caps, string expected)
    {
        await using var upstream = new FakeUpstream { Kind = kind == Kind.Ollama ? UpstreamKind.Ollama : UpstreamKind.OpenAI, Models = ["m"] };
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        weir.Route([RoutedUpstreams.Config(upstream, kind: kind)]);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);
        var free = await WeirHost.AddKeyAsync(weir.Admin, null, Cancellation);
        var body = $$"""{{{caps}}"model":"m","messages":[]}""";

        await Post.SendAsync(weir.Address, Chat.Request(free, body), Cancellation);
        await Post.SendAsync(weir.Address, Chat.Request(ada.Key, body), Cancellation);

        Assert.Equal([body, expected], upstream.Book.Attempts.Select(attempt => attempt.Request.Text));
    }

    [Fact]
    public async Task Choices_AllOfThem_StayWithinTheLimit()
    {
        const long limit = 20_000;
        await using var upstream = Chat.NewUpstream(_ => new() { Output = cap => cap });
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", limit, Cancellation);

        RawAnswer answer;
        do
        {
            answer = await Post.SendAsync(weir.Address, Chat.Request(ada.Key, Chat.Question(stream: true, 2_000, extra: ",\"n\":3")), Cancellation);
        }
        while (answer.Status == 200);

        Assert.Equal(429, answer.Status);
        Assert.InRange(upstream.Book.HighestExposure, limit * 70 / 100, limit);
        Assert.Equal(upstream.Book.Consumed, (await LedgerLines.WhenSettledAsync(weir.Services, Cancellation)).Sum(line => line.Total));
    }

    [Fact]
    public async Task Override_OfTheCap_IsReservedWholeOrRefused()
    {
        await using var upstream = Chat.NewUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 10_000, Cancellation);

        var answer = await Post.SendAsync(weir.Address, Chat.Request(ada.Key, Chat.Question(stream: false, extra: ",\"n_predict\":50000")), Cancellation);

        Assert.Equal(429, answer.Status);
        Assert.Contains("\"needed\":", answer.Text, StringComparison.Ordinal);
        Assert.Empty(upstream.Book.Attempts);
    }

    [Fact]
    public async Task Request_Headers_AreTheAllowedOnesAndTheGatewaysKey()
    {
        await using var upstream = new FakeUpstream { Kind = UpstreamKind.OpenAI, RequiredKey = "sk-of-the-server" };
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        var key = await WeirHost.AddKeyAsync(weir.Admin, null, Cancellation);

        var answer = await Post.SendAsync(
            weir.Address,
            Chat.Request(
                key,
                Chat.Question(stream: false),
                ("openai-organization", "org-of-the-caller"),
                ("openai-project", "proj-of-the-caller"),
                ("openai-beta", "responses=v1"),
                ("originator", "codex_cli_rs"),
                ("session-id", "s-1"),
                ("session_id", "s-2"),
                ("thread-id", "t-1"),
                ("conversation_id", "c-1"),
                ("x-codex-turn-metadata", "{}"),
                ("x-client-request-id", "r-1"),
                ("x-secret-of-mine", "stays"),
                ("user-agent", "codex/0.169")),
            Cancellation);

        Assert.Equal(200, answer.Status);
        var received = upstream.Book.Attempts[0].Request.Head;
        Assert.Equal(["Bearer sk-of-the-server"], received.All("authorization"));
        string[] expected =
        [
            "authorization", "content-length", "content-type", "conversation_id", "host", "openai-beta", "originator", "session-id", "session_id", "thread-id", "user-agent",
            "weir-hop", "x-client-request-id", "x-codex-turn-metadata",
        ];
        Assert.Equal(expected, received.Headers.Select(header => header.Key.ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal));
        Assert.DoesNotContain(key, Encoding.Latin1.GetString(received.Raw), StringComparison.Ordinal);
        Assert.Null(answer.Head["openai-organization"]);
    }

    [Fact]
    public async Task Stream_WithoutItsEndMark_EndsInAnErrorAndIsEstimated()
    {
        await using var upstream = Chat.NewUpstream(_ => new() { SendsDone = false, FinalUsage = _ => null });
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);

        var answer = await Post.SendAsync(weir.Address, Chat.Request(ada.Key, Chat.Question(stream: true)), Cancellation);

        Assert.Contains("data: {\"error\":{\"message\":\"The upstream ended its answer", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", answer.Text, StringComparison.Ordinal);
        var line = Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
        Assert.Equal((AttemptOutcome.UpstreamCut, UsageSource.Estimated), (line.Outcome, line.Source));
        Truths.Hold(upstream.Book.Attempts[0], line);
    }

    [Theory]
    [InlineData(90_000, AttemptEnd.PeerGone)]
    [InlineData(1_500, AttemptEnd.Answered)]
    public async Task CallerGone_InMidStream_IsReadOnOnlyWhenLittleIsLeft(long cap, AttemptEnd end)
    {
        var gate = new Gate();
        await using var upstream = Chat.NewUpstream(request => request.AsksForRun
            ? new() { Output = _ => 1_000, TokensPerDelta = 10, Cues = [new(Point.Tokens(20), Act.Pause(gate))] }
            : new());
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);
        using var client = await RawClient.ConnectAsync(weir.Address, Cancellation);

        await client.SendAsync(Chat.Request(ada.Key, Chat.Question(stream: true, cap)), Cancellation);
        var answer = await client.ReadHeadAsync(Cancellation);
        await answer.ReadToAsync("\"content\":\"", Cancellation);
        await gate.Reached.WaitAsync(Cancellation);
        client.Abort();
        if (end == AttemptEnd.Answered)
        {
            // Else the rest may be through before Weir has heard that nobody is there.
            var lives = weir.Services.GetRequiredService<AttemptLives>();
            await Eventually.IsTrueAsync(() => lives.Drains == 1, Cancellation);
            gate.Open();
        }

        var line = Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
        var truth = upstream.Book.Attempts[0];
        await truth.Done.WaitAsync(Cancellation);
        Assert.Equal((AttemptOutcome.ClientGone, end), (line.Outcome, truth.End));
        Truths.Hold(truth, line);
        gate.Open();
    }
}
