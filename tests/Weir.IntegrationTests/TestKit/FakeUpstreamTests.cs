using System.Text;
using System.Text.Json.Nodes;
using Weir.TestKit.Upstreams;
using Weir.TestKit.Wire;
using Xunit;

namespace Weir.IntegrationTests.TestKit;

public sealed class FakeUpstreamTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Message_LongerThanItsCap_EndsAtTheCap(bool stream)
    {
        await using var upstream = new FakeUpstream { OnRequest = _ => new() { Output = _ => 5_000, ThinkingTokens = 10, TokensPerDelta = 7 } };

        var answer = await Asking.AskAsync(upstream, Asking.Message(stream, maxTokens: 100), Cancellation);

        var attempt = Assert.Single(upstream.Book.Attempts);
        await attempt.Done;
        Assert.Equal(BodyEnd.Complete, answer.End);
        Assert.Contains("\"stop_reason\":\"max_tokens\"", answer.Text, StringComparison.Ordinal);
        Assert.Equal(100, attempt.Output);
        Assert.Equal(100, (long?)attempt.FinalUsage!["output_tokens"]);
        Assert.Equal(answer.Body, attempt.Sent);
        Assert.Equal(AttemptEnd.Answered, attempt.End);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Message_CutOrResetAtEveryOffset_EndsAfterExactlySoManyBytes(bool stream, bool reset)
    {
        await using var upstream = new FakeUpstream();
        var whole = (await Asking.AskAsync(upstream, Asking.Message(stream), Cancellation)).Body;
        for (var offset = 0; offset < whole.Length; offset += 13)
        {
            upstream.OnRequest = _ => new() { Cues = [new(Point.Byte(offset), reset ? Act.Reset : Act.Cut)] };

            var answer = await Asking.AskAsync(upstream, Asking.Message(stream), Cancellation);

            Assert.Equal(offset, answer.Body.Length);
            Assert.Equal(reset ? BodyEnd.Reset : BodyEnd.Cut, answer.End);
            var attempt = upstream.Book.Attempts[^1];
            await attempt.Done;
            Assert.Equal(AttemptEnd.Cut, attempt.End);
            Assert.Equal(answer.Body, attempt.Sent);
        }
    }

    [Fact]
    public async Task Message_CutBeforeItsHead_AnswersNothing()
    {
        await using var upstream = new FakeUpstream { OnRequest = _ => new() { Cues = [new(Point.Head, Act.Cut)] } };

        await Assert.ThrowsAsync<EndOfStreamException>(() => Asking.AskAsync(upstream, Asking.Message(stream: true), Cancellation));

        Assert.Equal(AttemptEnd.Cut, Assert.Single(upstream.Book.Attempts).End);
    }

    [Fact]
    public async Task Message_PausedBeforeItsEnd_WaitsForTheTest()
    {
        var gate = new Gate();
        await using var upstream = new FakeUpstream { OnRequest = _ => new() { Cues = [new(Point.Event("message_stop"), Act.Pause(gate))] } };
        using var client = await RawClient.ConnectAsync(upstream.Address, Cancellation);
        await client.SendAsync(Asking.Message(stream: true), Cancellation);
        await gate.Reached.WaitAsync(Cancellation);

        var answer = await client.ReadHeadAsync(Cancellation);
        await answer.ReadToAsync("event: message_delta", Cancellation);
        Assert.DoesNotContain("message_stop", answer.Text, StringComparison.Ordinal);
        Assert.Equal(20, Assert.Single(upstream.Book.Attempts).Output);
        gate.Open();
        await answer.ReadToEndAsync(Cancellation);

        Assert.EndsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UpstreamKind.Anthropic, "/v1/messages", """{"model":"m","max_tokens":1000000,"stream":true,"messages":[]}""")]
    [InlineData(UpstreamKind.Ollama, "/v1/messages", """{"model":"qwen3:8b","max_tokens":1000000,"stream":true,"messages":[]}""")]
    [InlineData(UpstreamKind.Ollama, "/api/chat", """{"model":"qwen3:8b","messages":[{}]}""")]
    [InlineData(UpstreamKind.Ollama, "/v1/chat/completions", """{"model":"qwen3:8b","stream":true,"messages":[{}]}""")]
    [InlineData(UpstreamKind.OpenAI, "/v1/chat/completions", """{"model":"m","stream":true,"messages":[{}]}""")]
    [InlineData(UpstreamKind.OpenAI, "/v1/responses", """{"model":"m","stream":true,"input":"Hi"}""")]
    public async Task Stream_WhosePeerLeaves_StopsMakingTokens(UpstreamKind kind, string path, string body)
    {
        await using var upstream = new FakeUpstream
        {
            Kind = kind,
            OnRequest = _ => new() { Output = _ => 1_000_000, HiddenTokens = 1_000_000, Gap = TimeSpan.FromMilliseconds(1) },
        };
        using var client = await RawClient.ConnectAsync(upstream.Address, Cancellation);
        await client.SendAsync(Asking.Post(path, body), Cancellation);
        await upstream.Book.WhenAsync(book => book.Attempts is [{ Output: > 5 }], Cancellation);

        client.Abort();

        var attempt = upstream.Book.Attempts[0];
        await attempt.Done.WaitAsync(Cancellation);
        Assert.Equal(AttemptEnd.PeerGone, attempt.End);
        Assert.InRange(attempt.Output, 6, 999_999);
        Assert.Null(attempt.FinalUsage);
        Assert.DoesNotContain("weir", Encoding.UTF8.GetString(attempt.Sent), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Usage_FalsifiedOrLeftOut_IsKeptAsItWasReported()
    {
        await using var upstream = new FakeUpstream
        {
            OnRequest = _ => new()
            {
                StartUsage = _ => null,
                FinalUsage = honest => new JsonObject { ["output_tokens"] = (long)honest["output_tokens"]! * 2 },
            },
        };

        var answer = await Asking.AskAsync(upstream, Asking.Message(stream: true), Cancellation);

        var attempt = Assert.Single(upstream.Book.Attempts);
        await attempt.Done;
        Assert.Null(attempt.StartUsage);
        Assert.Equal("""{"output_tokens":40}""", attempt.FinalUsage!.ToJsonString());
        Assert.Contains("""{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":40}}""", answer.Text, StringComparison.Ordinal);
        Assert.Equal(20, attempt.Output);
    }

    [Fact]
    public async Task Book_OpenAndEndedAttempts_AddUpToTheExposure()
    {
        var gate = new Gate();
        await using var upstream = new FakeUpstream { OnRequest = _ => new() { Output = _ => 7, Cues = [new(Point.Head, Act.Pause(gate))] } };
        var asked = Enumerable.Range(0, 8).Select(_ => Asking.AskAsync(upstream, Asking.Message(stream: true, maxTokens: 50), Cancellation)).ToArray();
        await upstream.Book.WhenAsync(book => book.OpenCount == 8, Cancellation);

        var input = upstream.Book.Attempts[0].Input;
        Assert.Equal(8 * (input + 50), upstream.Book.Exposure);
        gate.Open();
        await Task.WhenAll(asked);

        Assert.Equal(8 * (input + 7), upstream.Book.Exposure);
        Assert.Equal(8 * (input + 50), upstream.Book.HighestExposure);
        Assert.Equal(8 * (input + 7), upstream.Book.Consumed);
    }

    [Fact]
    public async Task CountTokens_OfTheSameMessage_IsItsTrueInput()
    {
        await using var upstream = new FakeUpstream();
        var image = $$""","system":"s","messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"{{new string('A', 40_000)}}"} }]}]""";

        await Asking.AskAsync(upstream, Asking.Message(stream: false, extra: image), Cancellation);
        var counted = await Asking.AskAsync(upstream, Asking.Post("/v1/messages/count_tokens", $$"""{"model":"m"{{image}}}"""), Cancellation);

        var input = Assert.Single(upstream.Book.Attempts).Input;
        Assert.Equal($$"""{"input_tokens":{{input}}}""", counted.Text);
        Assert.InRange(input, 1_500, 1_600);
    }

    [Theory]
    [InlineData("", "a b c d", false)]
    [InlineData("?limit=2", "a b", true)]
    [InlineData("?limit=2&after_id=b", "c d", false)]
    [InlineData("?limit=1&after_id=b", "c", true)]
    [InlineData("?limit=2&before_id=d", "b c", true)]
    [InlineData("?limit=1000&before_id=b", "a", false)]
    public async Task Models_AskedForAPage_AreThatPage(string query, string ids, bool hasMore)
    {
        await using var upstream = new FakeUpstream { Models = ["a", "b", "c", "d"] };

        var page = JsonNode.Parse((await Asking.AskAsync(upstream, Asking.Get($"/v1/models{query}"), Cancellation)).Body)!;

        Assert.Equal(ids.Split(' '), page["data"]!.AsArray().Select(model => (string?)model!["id"]));
        Assert.Equal(hasMore, (bool?)page["has_more"]);
        Assert.Equal(ids.Split(' ')[^1], (string?)page["last_id"]);
    }

    [Theory]
    [InlineData("/api/chat")]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v1/responses")]
    public async Task Path_OfAnotherDialect_IsNotFound(string path)
    {
        await using var upstream = new FakeUpstream();

        var answer = await Asking.AskAsync(upstream, Asking.Post(path, "{}"), Cancellation);

        Assert.Equal((404, "not_found_error"), (answer.Status, (string?)JsonNode.Parse(answer.Body)!["error"]!["type"]));
        Assert.Empty(upstream.Book.Attempts);
    }

    [Fact]
    public async Task Request_AsReceived_IsKeptToTheByte()
    {
        await using var upstream = new FakeUpstream();
        var bytes = "POST /v1/messages?beta=true HTTP/1.1\r\nHoST: x\r\nanthropic-version:2023-06-01\r\nX-A: 1\r\nx-a:  2 \r\ntransfer-encoding: chunked\r\n\r\n2\r\n{ \r\n3;x=y\r\n\"a\"\r\n4\r\n:1 }\r\n0\r\n\r\n"u8.ToArray();

        var answer = await Asking.AskAsync(upstream, bytes, Cancellation);

        var request = Assert.Single(upstream.Book.Requests);
        Assert.Equal(400, answer.Status);
        Assert.Equal("/v1/messages?beta=true", request.Target);
        Assert.Equal(["1", "2"], request.Head.All("x-a"));
        Assert.Equal("HoST", request.Head.Headers[0].Key);
        Assert.Equal("{ \"a\":1 }", request.Text);
        Assert.Equal(bytes[..request.Head.Raw.Length], request.Head.Raw);
        Assert.Equal(0, Assert.Single(upstream.Book.Attempts).Consumed);
    }

    [Fact]
    public async Task Failing_WithHeaders_SendsThemAndTheEnvelope()
    {
        await using var upstream = new FakeUpstream
        {
            OnRequest = _ => Script.Failing(529, "overloaded_error", "Overloaded", ("retry-after", "7"), ("request-id", "req_own")),
        };

        var answer = await Asking.AskAsync(upstream, Asking.Message(stream: true), Cancellation);

        Assert.Equal(529, answer.Status);
        Assert.Equal("7", answer.Head["retry-after"]);
        Assert.Equal(["req_own"], answer.Head.All("request-id"));
        Assert.Equal("overloaded_error", (string?)JsonNode.Parse(answer.Body)!["error"]!["type"]);
    }

    [Fact]
    public async Task ErrorEvent_AfterSomeTokens_EndsTheStreamInPlaceOfTheRest()
    {
        await using var upstream = new FakeUpstream { OnRequest = _ => new() { Cues = [new(Point.Tokens(5), Act.ErrorEvent("overloaded_error", "Overloaded"))] } };

        var answer = await Asking.AskAsync(upstream, Asking.Message(stream: true), Cancellation);

        Assert.Equal(BodyEnd.Complete, answer.End);
        Assert.EndsWith("\"request_id\":\"req_fake_00000001\"}\n\n", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("message_stop", answer.Text, StringComparison.Ordinal);
        var attempt = Assert.Single(upstream.Book.Attempts);
        await attempt.Done;
        Assert.Equal(AttemptEnd.Failed, attempt.End);
        Assert.Equal(5, attempt.Output);
    }
}
