using System.Text.Json.Nodes;
using Weir.TestKit.Upstreams;
using Weir.TestKit.Wire;
using Xunit;

namespace Weir.IntegrationTests.TestKit;

/// <summary>The fake upstream as an Ollama box.</summary>
public sealed class FakeUpstreamOllamaTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chat_WithoutAWordOfStream_ComesInLinesThatEndInDone()
    {
        await using var upstream = Box(_ => new() { Output = _ => 30, ThinkingTokens = 5, ToolUses = 2, TokensPerDelta = 4 });

        var answer = await Asking.AskAsync(upstream, Chat(), Cancellation);

        Assert.Equal("application/x-ndjson", answer.Head["content-type"]);
        Assert.Null(answer.Head["request-id"]);
        var lines = Asking.Lines(answer);
        Assert.All(lines, line => Assert.Equal("llama3.2", (string?)line["model"]));
        Assert.All(lines[..^1], line => Assert.False((bool)line["done"]!));
        Assert.Equal("A weir measures the stream", string.Concat(lines.Select(line => (string?)line["message"]!["thinking"])));
        Assert.StartsWith("A weir measures the stream, Grüße 水位 😀", string.Concat(lines.Select(line => (string?)line["message"]!["content"])), StringComparison.Ordinal);
        Assert.Equal([0, 1], lines.Select(line => (int?)line["message"]!["tool_calls"]?[0]!["function"]!["index"]).OfType<int>());
        Assert.Equal("Zürich", (string?)lines[^2]["message"]!["tool_calls"]![0]!["function"]!["arguments"]!["city"]);
        var attempt = Assert.Single(upstream.Book.Attempts);
        Assert.Equal("stop", (string?)lines[^1]["done_reason"]);
        Assert.Equal(attempt.Input, (long?)lines[^1]["prompt_eval_count"]);
        Assert.Equal(30, (long?)lines[^1]["eval_count"]);
        Assert.Equal(30, attempt.Output);
        Assert.Equal($$"""{"prompt_eval_count":{{attempt.Input}},"eval_count":30}""", attempt.FinalUsage!.ToJsonString());
    }

    [Fact]
    public async Task Generate_Whole_IsOneObject()
    {
        await using var upstream = Box(_ => new() { Output = _ => 12, ThinkingTokens = 5 });

        var answer = await Asking.AskAsync(upstream, Generate(""","stream":false"""), Cancellation);

        Assert.Equal("application/json; charset=utf-8", answer.Head["content-type"]);
        var line = Assert.Single(Asking.Lines(answer));
        Assert.Equal("A weir measures the stream, Grüße ", (string?)line["response"]);
        Assert.Equal("A weir measures the stream", (string?)line["thinking"]);
        Assert.True((bool)line["done"]!);
        Assert.Equal(12, (long?)line["eval_count"]);
        Assert.NotNull(line["context"]);
    }

    [Theory]
    [InlineData(""","options":{"num_predict":7}""", 7L)]
    [InlineData(""","OPTIONS":{"num_predict":9,"num_predict":7}""", 7L)]
    [InlineData(""","option\u017f":{"num_predict":7}""", 7L)]
    [InlineData(""","options":{"NUM_PREDICT":7}""", null)]
    [InlineData(""","options":{"num_predict":0}""", null)]
    [InlineData(""","options":{"num_predict":-1}""", null)]
    [InlineData(""","options":{"num_predict":-2}""", null)]
    [InlineData(""","options":{"num_predict":null}""", null)]
    [InlineData("", null)]
    public async Task Cap_HoweverItIsWritten_IsReadAsOllamaReadsIt(string fields, long? cap)
    {
        await using var upstream = Box(_ => new() { Output = allowed => Math.Min(allowed, 50) + 1 });

        var lines = Asking.Lines(await Asking.AskAsync(upstream, Chat(fields), Cancellation));

        var attempt = Assert.Single(upstream.Book.Attempts);
        Assert.Equal(cap, attempt.Request.OutputCap);
        Assert.Equal(cap ?? 51, attempt.Output);
        Assert.Equal(cap is null ? "stop" : "length", (string?)lines[^1]["done_reason"]);
    }

    [Fact]
    public async Task Uncapped_WhileItIsOpen_IsExposedWithWhatItWillMake()
    {
        var gate = new Gate();
        await using var upstream = Box(_ => new() { Output = _ => 40, Cues = [new(Point.Event("done"), Act.Pause(gate)), new(Point.Head, Act.Pause(gate))] });

        var asked = Asking.AskAsync(upstream, Chat(), Cancellation);
        await gate.Reached.WaitAsync(Cancellation);

        Assert.Equal(upstream.Book.Attempts[0].Input + 40, upstream.Book.Exposure);
        gate.Open();
        await asked;
        Assert.Equal(upstream.Book.Consumed, upstream.Book.Exposure);
    }

    [Theory]
    [InlineData("/api/chat", """{"model":"llama3.2"}""", "load")]
    [InlineData("/api/chat", """{"model":"llama3.2","messages":[],"keep_alive":0}""", "unload")]
    [InlineData("/api/generate", """{"model":"llama3.2","keep_alive":"5m"}""", "load")]
    public async Task Nothing_Asked_LoadsOrUnloadsAndUsesNothing(string path, string body, string reason)
    {
        await using var upstream = Box();

        var answer = await Asking.AskAsync(upstream, Asking.Post(path, body), Cancellation);

        var line = Assert.Single(Asking.Lines(answer));
        Assert.Equal((true, reason), ((bool)line["done"]!, (string?)line["done_reason"]));
        Assert.False(line.ContainsKey("eval_count"));
        Assert.Equal(0, Assert.Single(upstream.Book.Attempts).Consumed);
        Assert.Equal(0, upstream.Book.Exposure);
    }

    [Theory]
    [InlineData("/api/chat", """{"model":"nemo","messages":[{"role":"user","content":"Hi"}]}""", 404, "model 'nemo' not found")]
    [InlineData("/api/show", """{"name":"nemo"}""", 404, "model 'nemo' not found")]
    [InlineData("/api/generate", """{"prompt":"Hi"}""", 400, "model is required")]
    [InlineData("/api/chat", "", 400, "missing request body")]
    [InlineData("/api/chat", """{"model":"llama3.2","messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}]}""", 400, "json: cannot unmarshal array")]
    [InlineData("/api/chat", """{"model":"llama3.2","messages":[{"role":"assistant","content":"","tool_calls":[{"function":{"name":"f","arguments":"{}"}}]}]}""", 400, "json: cannot unmarshal string")]
    public async Task Fault_OfTheCaller_IsAPlainSentence(string path, string body, int status, string message)
    {
        await using var upstream = Box();

        var answer = await Asking.AskAsync(upstream, Asking.Post(path, body), Cancellation);

        Assert.Equal(status, answer.Status);
        Assert.StartsWith(message, (string?)Assert.Single(Assert.Single(Asking.Lines(answer))).Value, StringComparison.Ordinal);
        Assert.Equal(0, upstream.Book.Consumed);
    }

    [Fact]
    public async Task ErrorEvent_BeforeTheFirstLine_IsALineWithoutDone()
    {
        await using var upstream = Box(_ => new() { HiddenTokens = 10, Cues = [new(Point.Tokens(3), Act.ErrorEvent("", "llama runner process has terminated"))] });

        var answer = await Asking.AskAsync(upstream, Chat(), Cancellation);

        Assert.Equal((200, BodyEnd.Complete), (answer.Status, answer.End));
        Assert.Equal("{\"error\":\"llama runner process has terminated\"}\n", answer.Text);
        var attempt = Assert.Single(upstream.Book.Attempts);
        await attempt.Done;
        Assert.Equal((AttemptEnd.Failed, 3), (attempt.End, attempt.Output));
    }

    [Fact]
    public async Task Counts_FalsifiedOrLeftOut_StandInTheLastLine()
    {
        await using var upstream = Box(_ => new() { FinalUsage = _ => new JsonObject { ["eval_count"] = 7_000 } });

        var told = Asking.Lines(await Asking.AskAsync(upstream, Chat(), Cancellation))[^1];
        upstream.OnRequest = _ => new() { FinalUsage = _ => null };
        var silent = Asking.Lines(await Asking.AskAsync(upstream, Chat(""","stream":false"""), Cancellation))[^1];

        Assert.Equal((null, 7_000), ((long?)told["prompt_eval_count"], (long?)told["eval_count"]));
        Assert.Equal((null, null), ((long?)silent["prompt_eval_count"], (long?)silent["eval_count"]));
        Assert.Equal([20, 20], upstream.Book.Attempts.Select(attempt => attempt.Output));
    }

    [Fact]
    public async Task Embeddings_OfBothPaths_CountInputAlone()
    {
        await using var upstream = Box();

        var both = Asking.Lines(await Asking.AskAsync(upstream, Asking.Post("/api/embed", """{"model":"nomic-embed-text","input":["weir","dam"],"dimensions":3}"""), Cancellation))[0];
        var old = Asking.Lines(await Asking.AskAsync(upstream, Asking.Post("/api/embeddings", """{"model":"nomic-embed-text","prompt":"weir"}"""), Cancellation))[0];

        Assert.Equal([3, 3], both["embeddings"]!.AsArray().Select(vector => vector!.AsArray().Count));
        Assert.Equal(upstream.Book.Attempts[0].Input, (long?)both["prompt_eval_count"]);
        Assert.Equal(["embedding"], old.Select(field => field.Key));
        Assert.All(upstream.Book.Attempts, attempt => Assert.Equal((0, 0L), (attempt.Output, attempt.Request.OutputCap)));
    }

    [Fact]
    public async Task Lists_AfterAPull_ShowTheNewModel()
    {
        await using var upstream = Box();

        upstream.Models = [.. upstream.Models, "gemma3:4b"];

        foreach (var path in (string[])["/api/tags", "/api/ps"])
        {
            var list = Asking.Lines(await Asking.AskAsync(upstream, Asking.Get(path), Cancellation))[0];
            Assert.Equal(["llama3.2:latest", "qwen3:8b", "nomic-embed-text:latest", "gemma3:4b"], list["models"]!.AsArray().Select(model => (string?)model!["name"]));
        }

        var shown = Asking.Lines(await Asking.AskAsync(upstream, Asking.Post("/api/show", """{"model":"gemma3:4b"}"""), Cancellation))[0];
        Assert.Equal("gemma", (string?)shown["details"]!["family"]);
    }

    [Theory]
    [InlineData("GET", "/", 200, "Ollama is running")]
    [InlineData("HEAD", "/", 200, "")]
    [InlineData("HEAD", "/api/tags", 200, "")]
    [InlineData("GET", "/api/version", 200, """{"version":"0.24.1"}""")]
    [InlineData("GET", "/api/chat", 405, "405 method not allowed")]
    [InlineData("GET", "/api/nothing", 404, "404 page not found")]
    [InlineData("POST", "/v1/messages/count_tokens", 404, "404 page not found")]
    [InlineData("POST", "/v1/responses/input_tokens", 404, "404 page not found")]
    [InlineData("POST", "/api/pull", 200, """{"status":"success"}""")]
    [InlineData("DELETE", "/api/delete", 200, """{"status":"success"}""")]
    [InlineData("HEAD", "/api/blobs/sha256:00", 200, "")]
    public async Task Path_BesideTheRuns_AnswersAndIsInTheBook(string method, string path, int status, string text)
    {
        await using var upstream = Box();
        using var client = new HttpClient { BaseAddress = upstream.Address };

        var answer = await client.SendAsync(new(new(method), path), Cancellation);

        Assert.Equal((status, text), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation)));
        Assert.Equal((method, path), (upstream.Book.Requests[0].Method, upstream.Book.Requests[0].Path));
        Assert.Empty(upstream.Book.Attempts);
    }

    [Fact]
    public async Task Key_Required_IsABearer()
    {
        await using var upstream = new FakeUpstream { Kind = UpstreamKind.Ollama, RequiredKey = "k" };

        var without = await Asking.AskAsync(upstream, Asking.Get("/api/tags"), Cancellation);
        var with = await Asking.AskAsync(upstream, RawClient.Request("GET", "/api/tags", [("authorization", "Bearer k")], []), Cancellation);

        Assert.Equal((401, """{"error":"unauthorized"}"""), (without.Status, without.Text));
        Assert.Equal(200, with.Status);
    }

    [Fact]
    public async Task Messages_AsOllamaImitatesThem_GuessTheInputFirst()
    {
        await using var upstream = Box(_ => new() { Output = _ => 12, ThinkingTokens = 4, ToolUses = 1 });

        var answer = await Asking.AskAsync(
            upstream,
            Asking.Post("/v1/messages", """{"model":"llama3.2","max_tokens":50,"stream":true,"messages":[{"role":"user","content":"Hi"}]}"""),
            Cancellation);

        var attempt = Assert.Single(upstream.Book.Attempts);
        var events = Asking.Events(answer);
        Assert.Equal((attempt.Input / 2) + 1, (long?)events[0]["message"]!["usage"]!["input_tokens"]);
        Assert.Equal($$"""{"input_tokens":{{attempt.Input}},"output_tokens":12}""", events[^2]["usage"]!.ToJsonString());
        Assert.Equal("tool_use", (string?)events[^2]["delta"]!["stop_reason"]);
        Assert.DoesNotContain("signature", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("ping", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Completion_AsOllamaImitatesIt_KnowsOnlyTheOldNameOfTheCap()
    {
        await using var upstream = Box(_ => new() { Output = cap => Math.Min(cap, 60), ThinkingTokens = 2, Cues = [new(Point.Tokens(50), Act.ErrorEvent("", "gone"))] });
        const string start = """{"model":"llama3.2","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"Hi"}]""";

        var capped = await Asking.AskAsync(upstream, Asking.Post("/v1/chat/completions", start + ""","max_tokens":9,"n":3}"""), Cancellation);
        var uncapped = await Asking.AskAsync(upstream, Asking.Post("/v1/chat/completions", start + ""","max_completion_tokens":9}"""), Cancellation);

        Assert.Equal([9, 50], upstream.Book.Attempts.Select(attempt => attempt.Output));
        Assert.Equal([9L, null], upstream.Book.Attempts.Select(attempt => attempt.Request.OutputCap));
        Assert.EndsWith("data: [DONE]\n\n", capped.Text, StringComparison.Ordinal);
        Assert.Equal("A ", (string?)Asking.Events(capped)[0]["choices"]![0]!["delta"]!["reasoning"]);
        // An error in the middle isn't shown there: the stream just ends.
        Assert.DoesNotContain("error", uncapped.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", uncapped.Text, StringComparison.Ordinal);
        await upstream.Book.Attempts[1].Done;
        Assert.Equal(AttemptEnd.Failed, upstream.Book.Attempts[1].End);
    }

    private static FakeUpstream Box(Func<ReceivedRequest, Script>? onRequest = null) =>
        new() { Kind = UpstreamKind.Ollama, OnRequest = onRequest ?? (_ => new()) };

    private static byte[] Chat(string fields = "") => Asking.Post("/api/chat", $$"""{"model":"llama3.2","messages":[{"role":"user","content":"Hi"}]{{fields}}}""");

    private static byte[] Generate(string fields) => Asking.Post("/api/generate", $$"""{"model":"llama3.2","prompt":"Hi"{{fields}}}""");
}
