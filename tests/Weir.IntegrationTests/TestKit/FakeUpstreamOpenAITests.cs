using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Weir.TestKit.Upstreams;
using Weir.TestKit.Wire;
using Xunit;

namespace Weir.IntegrationTests.TestKit;

/// <summary>The fake upstream as OpenAI, or a server that is compatible with it.</summary>
public sealed class FakeUpstreamOpenAITests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Completion_Streamed_CallsToolsInPieces()
    {
        await using var upstream = Server(_ => new() { Output = _ => 20, ThinkingTokens = 4, HiddenTokens = 3, ToolUses = 2 });

        var answer = await Asking.AskAsync(upstream, Chat(""","stream":true,"max_tokens":100"""), Cancellation);

        Assert.Equal("text/event-stream; charset=utf-8", answer.Head["content-type"]);
        Assert.Equal(upstream.Book.Requests[0].Id, answer.Head["x-request-id"]);
        Assert.Equal("10000", answer.Head["x-ratelimit-limit-requests"]);
        Assert.EndsWith("data: [DONE]\n\n", answer.Text, StringComparison.Ordinal);
        var deltas = Asking.Events(answer).Select(chunk => chunk["choices"]![0]!["delta"]!).ToArray();
        Assert.Equal("A weir measures the ", string.Concat(deltas.Select(delta => (string?)delta["reasoning_content"])));
        Assert.Equal("A weir measures the stream, Grüße ", string.Concat(deltas.Select(delta => (string?)delta["content"])));
        var calls = deltas.Select(delta => delta["tool_calls"]?[0]).OfType<JsonNode>().ToArray();
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1], calls.Select(call => (int)call["index"]!));
        Assert.Equal([0, 4], calls.Index().Where(call => call.Item["id"] is not null).Select(call => call.Index));
        Assert.Equal("""{"city": "Zürich"}""", string.Concat(calls.Take(4).Select(call => (string?)call["function"]!["arguments"])));
        Assert.Equal("tool_calls", (string?)Asking.Events(answer)[^1]["choices"]![0]!["finish_reason"]);
        Assert.DoesNotContain("usage", answer.Text, StringComparison.Ordinal);
        Assert.Equal(20, Assert.Single(upstream.Book.Attempts).Output);
    }

    [Fact]
    public async Task Completion_AskedForUsage_HasItInAChunkOfItsOwn()
    {
        await using var upstream = Server(_ => new() { Output = _ => 20, HiddenTokens = 3, CacheRead = 2 });

        var chunks = Asking.Events(await Asking.AskAsync(upstream, Chat(""","stream":true,"stream_options":{"include_usage":true}"""), Cancellation));

        Assert.All(chunks[..^1], chunk => Assert.True(chunk.ContainsKey("usage") && chunk["usage"] is null));
        Assert.Empty(chunks[^1]["choices"]!.AsArray());
        var attempt = Assert.Single(upstream.Book.Attempts);
        Assert.Equal((attempt.Input, 20), ((long)chunks[^1]["usage"]!["prompt_tokens"]!, (long)chunks[^1]["usage"]!["completion_tokens"]!));
        Assert.Equal(2, (long?)chunks[^1]["usage"]!["prompt_tokens_details"]!["cached_tokens"]);
        Assert.Equal(3, (long?)chunks[^1]["usage"]!["completion_tokens_details"]!["reasoning_tokens"]);
        Assert.True(JsonNode.DeepEquals(attempt.FinalUsage, chunks[^1]["usage"]));
    }

    [Theory]
    [InlineData(UsagePlace.FinishChunk)]
    [InlineData(UsagePlace.EveryChunk)]
    public async Task Completion_OfCompatibleServers_ReportsUsageElsewhere(UsagePlace place)
    {
        await using var upstream = Server(_ => new() { UsagePlace = place, SendsDone = false });

        var answer = await Asking.AskAsync(upstream, Chat(""","stream":true"""), Cancellation);

        var totals = Asking.Events(answer).Select(chunk => (long?)chunk["usage"]?["completion_tokens"]).ToArray();
        Assert.Equal(20, totals[^1]);
        Assert.Equal(place == UsagePlace.EveryChunk ? [0, .. Enumerable.Range(1, 20).Select(made => (long?)made)] : new long?[21], totals[..^1]);
        Assert.Equal(20, (long?)upstream.Book.Attempts[0].FinalUsage!["completion_tokens"]);
        Assert.DoesNotContain("[DONE]", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Completion_OfSeveralChoices_MakesEachOfThem(bool stream)
    {
        await using var upstream = Server(_ => new() { Output = cap => cap + 1, UsagePlace = UsagePlace.FinishChunk });

        var answer = await Asking.AskAsync(upstream, Chat($$""","n":3,"max_completion_tokens":8,"stream":{{(stream ? "true" : "false")}}"""), Cancellation);

        var attempt = Assert.Single(upstream.Book.Attempts);
        var chunks = stream ? Asking.Events(answer) : [JsonNode.Parse(answer.Body)!.AsObject()];
        Assert.Equal(24, attempt.Output);
        Assert.Equal(24, (long?)attempt.FinalUsage!["completion_tokens"]);
        Assert.Equal(attempt.Input + 24, upstream.Book.HighestExposure);
        Assert.Equal(3, chunks.SelectMany(chunk => chunk["choices"]!.AsArray()).Count(choice => (string?)choice!["finish_reason"] == "length"));
        Assert.Equal([0, 1, 2], chunks.SelectMany(chunk => chunk["choices"]!.AsArray()).Select(choice => (int)choice!["index"]!).Distinct());
    }

    [Theory]
    [InlineData(""","max_tokens":7""", 7L)]
    [InlineData(""","max_completion_tokens":7""", 7L)]
    [InlineData(""","max_tokens":9,"max_completion_tokens":7""", 7L)]
    [InlineData(""","MAX_TOKENS":7""", null)]
    [InlineData("", null)]
    public async Task Cap_OfACompletion_IsHonoured(string fields, long? cap)
    {
        await using var upstream = Server(_ => new() { Output = _ => 50 });

        var answer = await Asking.AskAsync(upstream, Chat(fields), Cancellation);

        var attempt = Assert.Single(upstream.Book.Attempts);
        Assert.Equal((cap, cap ?? 50), (attempt.Request.OutputCap, attempt.Output));
        Assert.Contains(cap is null ? "\"finish_reason\":\"stop\"" : "\"finish_reason\":\"length\"", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Response_Streamed_NumbersItsEventsAndEndsInTheWhole()
    {
        await using var upstream = Server(_ => new() { Output = _ => 20, ThinkingTokens = 4, ToolUses = 1 });

        var streamed = await Asking.AskAsync(upstream, Responses(""","stream":true,"store":false"""), Cancellation);
        var whole = JsonNode.Parse((await Asking.AskAsync(upstream, Responses(""","store":false"""), Cancellation)).Body)!;

        var events = Asking.Events(streamed);
        Assert.Equal(Enumerable.Range(0, events.Length), events.Select(happening => (int)happening["sequence_number"]!));
        Assert.Equal(["reasoning", "message", "function_call"], events.Where(happening => (string?)happening["type"] == "response.output_item.done").Select(done => (string?)done["item"]!["type"]));
        var items = events.Where(happening => (string?)happening["type"] == "response.output_item.done").Select(happening => happening["item"]!.ToJsonString());
        var end = events[^1]["response"]!;
        Assert.Equal("response.completed", (string?)events[^1]["type"]);
        Assert.Equal(items, end["output"]!.AsArray().Select(item => item!.ToJsonString()));
        Assert.All(events[..^1], happening => Assert.Null(happening["response"]?["usage"]));
        Assert.Equal(20, (long?)end["usage"]!["output_tokens"]);
        Assert.Equal(4, (long?)end["usage"]!["output_tokens_details"]!["reasoning_tokens"]);
        Assert.False((bool)end["store"]!);
        Assert.Equal(end["usage"]!.ToJsonString(), whole["usage"]!.ToJsonString());
        Assert.Equal(upstream.Book.Attempts[0].FinalUsage!.ToJsonString(), end["usage"]!.ToJsonString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Response_LongerThanItsCap_IsIncomplete(bool stream)
    {
        await using var upstream = Server(_ => new() { Output = _ => 500 });

        var answer = await Asking.AskAsync(upstream, Responses($$""","max_output_tokens":16,"stream":{{(stream ? "true" : "false")}}"""), Cancellation);

        var response = stream ? Asking.Events(answer)[^1]["response"]! : JsonNode.Parse(answer.Body)!;
        Assert.Equal(("incomplete", "max_output_tokens"), ((string?)response["status"], (string?)response["incomplete_details"]!["reason"]));
        Assert.Equal(16, Assert.Single(upstream.Book.Attempts).Output);
    }

    [Fact]
    public async Task ErrorEvent_OfEachStream_HasItsShape()
    {
        await using var upstream = Server(_ => new() { Cues = [new(Point.Tokens(2), Act.ErrorEvent("server_error", "gone"))] });

        var chat = await Asking.AskAsync(upstream, Chat(""","stream":true"""), Cancellation);
        var response = await Asking.AskAsync(upstream, Responses(""","stream":true"""), Cancellation);

        Assert.EndsWith("data: {\"error\":{\"message\":\"gone\",\"type\":\"server_error\",\"param\":null,\"code\":null}}\n\n", chat.Text, StringComparison.Ordinal);
        Assert.EndsWith("event: error\ndata: {\"type\":\"error\",\"sequence_number\":5,\"code\":\"server_error\",\"message\":\"gone\",\"param\":null}\n\n", response.Text, StringComparison.Ordinal);
        Assert.All(upstream.Book.Attempts, attempt => Assert.Equal(2, attempt.Output));
    }

    [Fact]
    public async Task Refusal_HasAFieldOfItsOwn()
    {
        await using var upstream = Server(_ => new() { Refuses = true });

        var chat = JsonNode.Parse((await Asking.AskAsync(upstream, Chat(""), Cancellation)).Body)!["choices"]![0]!;
        var response = Asking.Events(await Asking.AskAsync(upstream, Responses(""","stream":true"""), Cancellation));

        Assert.Null(chat["message"]!["content"]);
        Assert.NotNull(chat["message"]!["refusal"]);
        Assert.Contains("response.refusal.delta", response.Select(happening => (string?)happening["type"]));
        Assert.Equal("refusal", (string?)response[^1]["response"]!["output"]![0]!["content"]![0]!["type"]);
    }

    [Theory]
    [InlineData("\"weir\"", 1)]
    [InlineData("[\"weir\",\"dam\"]", 2)]
    [InlineData("[1,2,3]", 1)]
    [InlineData("[[1,2,3],[4]]", 2)]
    public async Task Embeddings_AsNumbersAndInBase64_AreTheSame(string input, int count)
    {
        await using var upstream = Server();

        var numbers = await EmbedAsync(upstream, $$"""{"model":"text-embedding-3-small","input":{{input}}}""");
        var encoded = await EmbedAsync(upstream, $$"""{"model":"text-embedding-3-small","input":{{input}},"encoding_format":"base64"}""");

        Assert.Equal(count, numbers.Length);
        Assert.Equal(
            numbers.Select(item => item["embedding"]!.AsArray().Select(value => (float)value!).ToArray()),
            encoded.Select(item => Convert.FromBase64String((string)item["embedding"]!).Chunk(4).Select(bytes => BinaryPrimitives.ReadSingleLittleEndian(bytes)).ToArray()));
        var attempt = upstream.Book.Attempts[0];
        Assert.Equal((attempt.Input, 0), ((long)attempt.FinalUsage!["total_tokens"]!, attempt.Output));
    }

    [Fact]
    public async Task InputTokens_OfTheSameResponse_AreItsTrueInput()
    {
        await using var upstream = Server();
        var body = $$"""{"model":"gpt-5-mini","instructions":"Be brief.","input":[{"role":"user","content":[{"type":"input_image","image_url":"data:image/png;base64,{{new string('A', 40_000)}}"}]}]}""";

        await Asking.AskAsync(upstream, Asking.Post("/v1/responses", body), Cancellation);
        var counted = await Asking.AskAsync(upstream, Asking.Post("/v1/responses/input_tokens", body), Cancellation);

        var input = Assert.Single(upstream.Book.Attempts).Input;
        Assert.Equal($$"""{"object":"response.input_tokens","input_tokens":{{input}}}""", counted.Text);
        Assert.InRange(input, 1_500, 1_600);
    }

    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"gpt-5-mini"}""", 400, "invalid_request_error", "missing_required_parameter")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"Hi"}]}""", 400, "invalid_request_error", null)]
    [InlineData("/v1/chat/completions", "{", 400, "invalid_request_error", null)]
    [InlineData("/v1/chat/completions", """{"model":"m","messages":[{}],"stream_options":{"include_usage":true}}""", 400, "invalid_request_error", null)]
    [InlineData("/v1/responses", """{"model":"m","input":"Hi","max_output_tokens":0}""", 400, "invalid_request_error", "integer_below_min_value")]
    [InlineData("/v1/messages", "{}", 404, "invalid_request_error", null)]
    [InlineData("/api/chat", "{}", 404, "invalid_request_error", null)]
    public async Task Fault_OfTheCaller_IsInTheEnvelope(string path, string body, int status, string type, string? code)
    {
        await using var upstream = Server();

        var answer = await Asking.AskAsync(upstream, Asking.Post(path, body), Cancellation);

        var error = JsonNode.Parse(answer.Body)!["error"]!;
        Assert.Equal((status, type, code), (answer.Status, (string?)error["type"], (string?)error["code"]));
        Assert.Equal(0, upstream.Book.Consumed);
    }

    [Fact]
    public async Task Models_AreListedAndFound()
    {
        await using var upstream = new FakeUpstream { Kind = UpstreamKind.OpenAI, RequiredKey = "k", Models = ["org/model a"] };

        var list = await Asking.AskAsync(upstream, Keyed("/v1/models"), Cancellation);
        var found = await Asking.AskAsync(upstream, Keyed("/v1/models/org%2Fmodel%20a"), Cancellation);
        var missing = await Asking.AskAsync(upstream, Keyed("/v1/models/gpt-5-mini"), Cancellation);
        var keyless = await Asking.AskAsync(upstream, Asking.Get("/v1/models"), Cancellation);

        Assert.Equal("""{"object":"list","data":[{"id":"org/model a","object":"model","created":1754073306,"owned_by":"system"}]}""", list.Text);
        Assert.Equal("""{"id":"org/model a","object":"model","created":1754073306,"owned_by":"system"}""", found.Text);
        Assert.Equal((404, "model_not_found"), (missing.Status, (string?)JsonNode.Parse(missing.Body)!["error"]!["code"]));
        Assert.Equal((401, "invalid_api_key"), (keyless.Status, (string?)JsonNode.Parse(keyless.Body)!["error"]!["code"]));
    }

    private static FakeUpstream Server(Func<ReceivedRequest, Script>? onRequest = null) =>
        new() { Kind = UpstreamKind.OpenAI, OnRequest = onRequest ?? (_ => new()) };

    private static async Task<JsonNode[]> EmbedAsync(FakeUpstream upstream, string body)
    {
        var answer = await Asking.AskAsync(upstream, Asking.Post("/v1/embeddings", body), Cancellation);
        return [.. JsonNode.Parse(answer.Body)!["data"]!.AsArray().OfType<JsonNode>()];
    }

    private static byte[] Chat(string fields) => Asking.Post("/v1/chat/completions", $$"""{"model":"gpt-5-mini","messages":[{"role":"user","content":"Hi"}]{{fields}}}""");

    private static byte[] Responses(string fields) => Asking.Post("/v1/responses", $$"""{"model":"gpt-5-mini","input":"Hi"{{fields}}}""");

    private static byte[] Keyed(string target) => RawClient.Request("GET", target, [("authorization", "Bearer k")], []);
}
