using System.Text;
using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Weir.TestKit.Wire;
using Xunit;

namespace Weir.IntegrationTests.Inference;

/// <summary>What is wrong gets a clear 4xx in the shape of the path, never a 500, and nothing of it goes upstream.</summary>
public sealed class HostileInputTests(WeirFixture weir) : IClassFixture<WeirFixture>
{
    private readonly int _before = weir.Upstream.Book.Requests.Count;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What the upstream got during this test.</summary>
    private IReadOnlyList<ReceivedRequest> Received => [.. weir.Upstream.Book.Requests.Skip(_before)];

    private const string AnthropicStart = """{"type":"error","error":{"type":"invalid_request_error","message":""";

    private const string OpenAIStart = """{"error":{"message":""";

    public static TheoryData<string, string> Bodies => new()
    {
        { "duplicate", """{"model":"a","model":"b","max_tokens":5,"messages":[]}""" },
        { "duplicate, escaped", """{"max_tokens":5,"max_t\u006fkens":50000,"model":"a","messages":[]}""" },
        { "case variant", """{"model":"a","max_tokens":5,"MAX_TOKENS":50000,"messages":[]}""" },
        { "case variant, escaped", """{"model":"a","max_tokens":5,"\u004dax_tokens":50000,"messages":[]}""" },
        { "case variant, long s", """{"model":"a","max_tokens":5,"max_token\u017f":50000,"messages":[]}""" },
        { "case variant, Kelvin", """{"model":"a","max_tokens":5,"max_to\u212aens":50000,"messages":[]}""" },
        { "model is a number", """{"model":5,"max_tokens":5,"messages":[]}""" },
        { "model with U+0000", """{"model":"a\u0000b","max_tokens":5,"messages":[]}""" },
        { "model is missing", """{"max_tokens":5,"messages":[]}""" },
        { "cap is text", """{"model":"a","max_tokens":"5","messages":[]}""" },
        { "cap is negative", """{"model":"a","max_tokens":-5,"messages":[]}""" },
        { "cap is a fraction", """{"model":"a","max_tokens":5.5,"messages":[]}""" },
        { "cap is huge", """{"model":"a","max_tokens":100000000000000000000,"messages":[]}""" },
        { "stream is text", """{"model":"a","max_tokens":5,"stream":"true","messages":[]}""" },
        { "messages is an object", """{"model":"a","max_tokens":5,"messages":{}}""" },
        { "tools is text", """{"model":"a","max_tokens":5,"messages":[],"tools":"all"}""" },
        { "depth bomb", $$"""{"model":"a","max_tokens":5,"messages":{{new string('[', 100_000)}}""" },
        { "depth bomb in objects", $$"""{"model":"a","max_tokens":5,"x":{{string.Concat(Enumerable.Repeat("{\"a\":", 300))}}1{{new string('}', 300)}},"messages":[]}""" },
        { "name bomb", $$"""{"model":"a","max_tokens":5,"messages":[],"{{new string('m', 1_000_000)}}":1""" },
        { "cut off", """{"model":"a","max_tokens":5,"messages":[""" },
        { "two objects", """{"model":"a","max_tokens":5,"messages":[]}{"model":"b"}""" },
        { "trailing comma", """{"model":"a","max_tokens":5,"messages":[],}""" },
        { "comment", """{"model":"a",/**/"max_tokens":5,"messages":[]}""" },
        { "no object", """["model"]""" },
        { "empty", "" },
        { "byte order mark", "\uFEFF{\"model\":\"a\",\"max_tokens\":5,\"messages\":[]}" },
        { "lone surrogate as a name", """{"model":"a","max_tokens":5,"messages":[],"\ud800":1}""" },
        { "lone surrogate as the model", """{"model":"\udfff","max_tokens":5,"messages":[]}""" },
        { "control character", "{\"model\":\"a\u0001\",\"max_tokens\":5,\"messages\":[]}" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Body_ThatIsWrong_IsRefusedInTheShapeOfItsPath(string name, string body)
    {
        // In chat completions max_tokens is a cap too; the Responses API has another name for it, and for what is asked.
        var response = body.Replace("ax_t", "ax_output_t", StringComparison.Ordinal).Replace("MAX_T", "MAX_OUTPUT_T", StringComparison.Ordinal)
            .Replace("\"messages\"", "\"input\"", StringComparison.Ordinal);
        var native = await Post.SendAsync(weir.Host.Address, Post.Messages(weir.LimitedKey, body), Cancellation);
        var count = await Post.SendAsync(weir.Host.Address, Post.To("/v1/messages/count_tokens", body, ("x-api-key", weir.Key)), Cancellation);
        var chat = await Post.SendAsync(weir.Host.Address, Mount.Named("chat").Request(weir.LimitedKey, body), Cancellation);
        var responses = await Post.SendAsync(weir.Host.Address, Mount.Named("responses").Request(weir.LimitedKey, response), Cancellation);
        var own = await Post.SendAsync(
            weir.Host.Address,
            Post.To("/api/inference/anthropic/messages", body, ("x-api-key", weir.Key), ("content-type", "application/json")),
            Cancellation);

        foreach (var (answer, start) in ((RawAnswer, string)[])[(native, AnthropicStart), (count, AnthropicStart), (chat, OpenAIStart), (responses, OpenAIStart)])
        {
            Assert.True(answer.Status == 400, $"{name}: {answer.Status} {answer.Text}");
            Assert.StartsWith(start, answer.Text, StringComparison.Ordinal);
        }

        Assert.Contains("\"type\":\"invalid_request_error\"", chat.Text, StringComparison.Ordinal);
        if (name != "model is missing")
        {
            // A browser app may leave the model out.
            Assert.Equal(400, own.Status);
            Assert.StartsWith("""{"error":""", own.Text, StringComparison.Ordinal);
            Assert.Empty(Received);
        }

        Assert.Empty(weir.OpenAI.Book.Attempts);
    }

    [Theory]
    [InlineData("chat", """{"model":"a","messages":[],"n":0}""")]
    [InlineData("chat", """{"model":"a","messages":[],"n":-3}""")]
    [InlineData("chat", """{"model":"a","messages":[],"n":1000000}""")]
    [InlineData("chat", """{"model":"a","messages":[],"n":1,"N":64}""")]
    [InlineData("chat", """{"model":"a","messages":[],"max_tokens":5,"Max_Completion_Tokens":50000}""")]
    [InlineData("chat", """{"model":"a","messages":[],"stream":true,"stream_options":{"include_usage":true,"include_usage":false}}""")]
    [InlineData("chat", """{"model":"a","messages":[],"stream":true,"stream_options":{"INCLUDE_USAGE":false}}""")]
    [InlineData("chat", """{"model":"a","messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"file-of-another"}}]}]}""")]
    [InlineData("responses", """{"model":"a","input":"Hi","background":true}""")]
    [InlineData("responses", """{"model":"a","input":"Hi","previous_response_id":"resp_of_another"}""")]
    [InlineData("responses", """{"model":"a","input":[{"type":"item_reference","id":"msg_of_another"}]}""")]
    [InlineData("responses", """{"model":"a","input":"Hi","conversation":"conv_of_another"}""")]
    [InlineData("responses", """{"model":"a","input":"Hi","tools":[{"type":"file_search","vector_store_ids":["vs_of_another"]}]}""")]
    public async Task Field_ThatWouldEvadeTheAccounting_IsRefused(string name, string body)
    {
        var mount = Mount.Named(name);

        var answer = await Post.SendAsync(weir.Host.Address, mount.Request(weir.Key, body), Cancellation);

        Assert.True(answer.Status == 400, $"{answer.Status} {answer.Text}");
        Assert.True(mount.IsError(answer), answer.Text);
        Assert.Empty(weir.OpenAI.Book.Attempts);
    }

    [Theory]
    [InlineData("""{"model":"demo","max_tokens":null,"messages":[{"role":"user","content":"hi"}]}""")]
    [InlineData("""{"model":"demo","max_tokens":5,"messages":[{"role":"user","content":"\ud800"}]}""")]
    [InlineData("""{"model":"demo","max_tokens":5,"messages":[]}""")]
    public async Task Body_ThatTheSimulatedModelCannotTake_IsRefusedAndCostsNothing(string body)
    {
        await using var alone = await WeirHost.StartAsync(null, Cancellation);
        var key = await WeirHost.AddKeyAsync(alone.Admin, null, Cancellation);

        var answer = await Post.SendAsync(alone.Address, Post.Messages(key, body), Cancellation);

        Assert.Equal(400, answer.Status);
        Assert.All(await LedgerLines.WhenSettledAsync(alone.Services, Cancellation), line => Assert.Equal(0, line.Total));
    }

    [Fact]
    public async Task FurtherModel_WithACapOfItsOwn_IsReservedWhole()
    {
        await weir.Host.AddUserAsync("further", 10_000, Cancellation);
        using var client = await weir.Host.SignInAsync("further", WeirHost.AdminPassword, Cancellation);
        var key = await WeirHost.AddKeyAsync(client, null, Cancellation);

        var answer = await Post.SendAsync(
            weir.Host.Address,
            Post.Messages(key, Post.Question(stream: false, 1_000, extra: ",\"fallbacks\":[{\"model\":\"b\",\"max_tokens\":64000}]")),
            Cancellation);

        Assert.Equal(429, answer.Status);
        Assert.Empty(Received);
    }

    [Fact]
    public async Task Body_OfBytesThatAreNoText_IsRefused()
    {
        byte[] body = [.. "{\"model\":\"a\",\"max_tokens\":5,\"messages\":[],\"x\":\""u8, 0xC3, 0x28, .. "\"}"u8];

        var answer = await Post.SendAsync(weir.Host.Address, RawClient.Request("POST", "/v1/messages", [("x-api-key", weir.Key)], body), Cancellation);

        Assert.Equal(400, answer.Status);
        Assert.Contains("UTF-8", answer.Text, StringComparison.Ordinal);
        Assert.Empty(Received);
    }

    [Theory]
    [InlineData("content-length: 33554433\r\n", 413)]
    [InlineData("content-length: 99999999999999999999\r\n", 400)]
    [InlineData("content-length: +4\r\n\r\nabcd", 400)]
    [InlineData("content-length: -4\r\n\r\nabcd", 400)]
    [InlineData("content-length: 4\r\ncontent-length: 5\r\n\r\nabcde", 400)]
    [InlineData("content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n", 400)]
    [InlineData("transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n", 400)]
    [InlineData("transfer-encoding: chunked\r\n\r\n2\r\n{}X\r\n0\r\n\r\n", 400)]
    [InlineData("transfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400)]
    [InlineData("x-folded: a\r\n b\r\n\r\n", 400)]
    [InlineData("x-bare: a\n\r\n", 400)]
    [InlineData("x-nul: a\0b\r\n\r\n", 400)]
    [InlineData("no colon\r\n\r\n", 400)]
    [InlineData("spaced : a\r\n\r\n", 400)]
    public async Task Framing_ThatIsWrong_IsRefused(string rest, int status)
    {
        using var client = await RawClient.ConnectAsync(weir.Host.Address, Cancellation);

        await client.SendAsync($"POST /v1/messages HTTP/1.1\r\nhost: 127.0.0.1\r\nx-api-key: {weir.Key}\r\n{rest}{(rest.Contains("\r\n\r\n", StringComparison.Ordinal) ? "" : "\r\n")}", Cancellation);
        var answer = await client.ReadAsync(Cancellation);

        Assert.Equal(status, answer.Status);
        Assert.Empty(Received);
    }

    [Theory]
    [InlineData("anthropic-beta: a\rb\r\n")]
    [InlineData("anthropic-beta: a\nx-injected: 1\r\n")]
    [InlineData("user-agent: a\r\r\nx-injected: 1\r\n")]
    public async Task HeaderValue_WithLineBreaks_NeverReachesTheUpstream(string header)
    {
        var body = Post.Question(stream: false);
        using var client = await RawClient.ConnectAsync(weir.Host.Address, Cancellation);

        await client.SendAsync(
            $"POST /v1/messages HTTP/1.1\r\nhost: 127.0.0.1\r\nx-api-key: {weir.Key}\r\n{header}content-length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}",
            Cancellation);
        var answer = await client.ReadAsync(Cancellation);

        Assert.Equal(400, answer.Status);
        Assert.Empty(Received);
    }

    [Fact]
    public async Task Body_ThatNeverComesWhole_SendsNothingUpstream()
    {
        using (var client = await RawClient.ConnectAsync(weir.Host.Address, Cancellation))
        {
            await client.SendAsync($"POST /v1/messages HTTP/1.1\r\nhost: 127.0.0.1\r\nx-api-key: {weir.Key}\r\ncontent-length: 100\r\n\r\n{{\"model\":\"a\",\"max_tokens\":5", Cancellation);
            client.Abort();
        }

        Assert.Equal(200, (await Post.SendAsync(weir.Host.Address, Post.Messages(weir.Key, Post.Question(stream: false)), Cancellation)).Status);
        Assert.Single(Received);
    }

    [Fact]
    public async Task Credentials_ThatDiffer_AreRefused()
    {

        var answer = await Post.SendAsync(weir.Host.Address, Post.Messages(weir.Key, Post.Question(stream: false), ("authorization", "Bearer weir_other")), Cancellation);

        Assert.Equal(400, answer.Status);
        Assert.Empty(Received);
    }

    [Fact]
    public async Task Request_ThatComesAround_IsALoop()
    {
        await Post.SendAsync(weir.Host.Address, Post.Messages(weir.Key, Post.Question(stream: false)), Cancellation);
        var hop = Received[0].Head["weir-hop"]!;

        var answer = await Post.SendAsync(weir.Host.Address, Post.Messages(weir.Key, Post.Question(stream: false), ("weir-hop", hop)), Cancellation);

        Assert.Equal(508, answer.Status);
        Assert.Single(Received);
    }

    [Theory]
    [InlineData("POST", "/v1/messages/batches")]
    [InlineData("GET", "/v1/files")]
    [InlineData("POST", "/v1/complete")]
    [InlineData("GET", "/v1/organizations/me")]
    [InlineData("DELETE", "/v1/models/claude-sonnet-4-5")]
    [InlineData("POST", "/v1/messages/")]
    [InlineData("POST", "/v1/%6dessages/batches")]
    [InlineData("POST", "/v1/messages/../files")]
    [InlineData("GET", "/v1/models/..%2Ffiles")]
    [InlineData("GET", "/v1/models/%252e%252e%252Ffiles")]
    public async Task Path_ThatIsNotServed_IsNeverForwarded(string method, string path)
    {

        var answer = await Post.SendAsync(
            weir.Host.Address,
            RawClient.Request(method, path, [("x-api-key", weir.Key), ("anthropic-version", "2023-06-01")], "{}"u8),
            Cancellation);

        Assert.InRange(answer.Status, 400, 499);
        Assert.StartsWith("""{"type":"error",""", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Received, request => request.Path != "/v1/messages");
    }

    [Theory]
    [InlineData("POST", "/v1/completions")]
    [InlineData("GET", "/v1/chat/completions")]
    [InlineData("GET", "/v1/chat/completions/chatcmpl-1")]
    [InlineData("GET", "/v1/responses/resp_1")]
    [InlineData("DELETE", "/v1/responses/resp_1")]
    [InlineData("POST", "/v1/responses/resp_1/cancel")]
    [InlineData("POST", "/v1/responses/input_tokens")]
    [InlineData("POST", "/v1/responses/compact")]
    [InlineData("POST", "/v1/conversations")]
    [InlineData("POST", "/v1/audio/transcriptions")]
    [InlineData("POST", "/v1/images/generations")]
    [InlineData("GET", "/v1/files")]
    [InlineData("POST", "/v1/assistants")]
    [InlineData("POST", "/v1/threads/runs")]
    [InlineData("GET", "/v1/vector_stores")]
    [InlineData("POST", "/v1/fine_tuning/jobs")]
    [InlineData("POST", "/v1/batches")]
    [InlineData("POST", "/v1/chat/completions/../../files")]
    [InlineData("POST", "/v1/moderations")]
    public async Task OpenAIPath_ThatIsNotServed_IsNeverForwarded(string method, string path)
    {
        var answer = await Post.SendAsync(weir.Host.Address, RawClient.Request(method, path, [("authorization", $"Bearer {weir.Key}")], "{}"u8), Cancellation);

        Assert.InRange(answer.Status, 404, 405);
        Assert.StartsWith(OpenAIStart, answer.Text, StringComparison.Ordinal);
        Assert.Empty(weir.OpenAI.Book.Attempts);
        Assert.DoesNotContain(weir.OpenAI.Book.Requests, request => request.Path != "/v1/models");
    }
}
