using System.Text;
using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Weir.TestKit.Wire;
using Xunit;

namespace Weir.IntegrationTests.Inference.Ollama;

/// <summary>What is wrong gets a clear 4xx in the shape of the path, never a 500, and nothing of it goes upstream.</summary>
public sealed class OllamaHostileInputTests(OllamaFixture fixture) : IClassFixture<OllamaFixture>
{
    private readonly int _before = fixture.Box.Asked().Count;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Uri Address => fixture.Host.Address;

    private string Key => fixture.Account.Key;

    /// <summary>What the box got during this test.</summary>
    private IReadOnlyList<ReceivedRequest> Received => [.. fixture.Box.Asked().Skip(_before)];

    public static TheoryData<string, string> Bodies => new()
    {
        { "duplicate", """{"model":"llama3.2","model":"qwen3:8b","messages":[]}""" },
        { "duplicate, escaped", """{"model":"llama3.2","m\u006fdel":"qwen3:8b","messages":[]}""" },
        { "case variant", """{"model":"llama3.2","MODEL":"qwen3:8b","messages":[]}""" },
        { "case variant alone", """{"MODEL":"llama3.2","messages":[]}""" },
        { "case variant, escaped", """{"model":"llama3.2","\u004dodel":"qwen3:8b","messages":[]}""" },
        { "options, long s", "{\"model\":\"llama3.2\",\"messages\":[],\"option\u017F\":{\"num_predict\":-1}}" },
        { "options, long s, escaped", """{"model":"llama3.2","messages":[],"option\u017f":{"num_predict":-1}}""" },
        { "stream, long s", """{"model":"llama3.2","messages":[],"\u017ftream":false}""" },
        { "think, Kelvin", "{\"model\":\"llama3.2\",\"messages\":[],\"thin\u212A\":true}" },
        { "keep_alive, Kelvin, escaped", """{"model":"llama3.2","messages":[],"\u212aeep_alive":0}""" },
        { "options twice", """{"model":"llama3.2","messages":[],"options":{"num_predict":5},"options":{"num_predict":-1}}""" },
        { "options twice, folded", """{"model":"llama3.2","messages":[],"options":{"num_predict":5},"OPTIONS":{"num_predict":-1}}""" },
        { "cap twice", """{"model":"llama3.2","messages":[],"options":{"num_predict":5,"num_predict":50000}}""" },
        { "cap twice, escaped", """{"model":"llama3.2","messages":[],"options":{"num_predict":5,"num_predic\u0074":50000}}""" },
        { "cap folded", """{"model":"llama3.2","messages":[],"options":{"num_predict":5,"Num_Predict":50000}}""" },
        { "cap is text", """{"model":"llama3.2","messages":[],"options":{"num_predict":"5"}}""" },
        { "cap is a fraction", """{"model":"llama3.2","messages":[],"options":{"num_predict":5.5}}""" },
        { "cap is huge", """{"model":"llama3.2","messages":[],"options":{"num_predict":100000000000000000000}}""" },
        { "window is text", """{"model":"llama3.2","messages":[],"options":{"num_ctx":"8k"}}""" },
        { "options are a list", """{"model":"llama3.2","messages":[],"options":["num_predict"]}""" },
        { "model is a number", """{"model":5,"messages":[]}""" },
        { "model is missing", """{"messages":[]}""" },
        { "model is empty", """{"model":"","messages":[]}""" },
        { "stream is text", """{"model":"llama3.2","stream":"true","messages":[]}""" },
        { "messages is an object", """{"model":"llama3.2","messages":{}}""" },
        { "content is an array", """{"model":"llama3.2","messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}]}""" },
        { "images are text", """{"model":"llama3.2","messages":[{"role":"user","content":"Hi","images":"AAAA"}]}""" },
        { "tools is text", """{"model":"llama3.2","messages":[],"tools":"all"}""" },
        { "depth bomb", $$"""{"model":"llama3.2","messages":{{new string('[', 100_000)}}""" },
        { "name bomb", $$"""{"model":"llama3.2","messages":[],"{{new string('m', 1_000_000)}}":1""" },
        { "two objects", """{"model":"llama3.2","messages":[]}{"model":"qwen3:8b"}""" },
        { "no object", """["model"]""" },
        { "empty", "" },
        { "lone surrogate as a name", """{"model":"llama3.2","messages":[],"\ud800":1}""" },
        { "lone surrogate as the model", """{"model":"\udfff","messages":[]}""" },
    };

    [Fact]
    public async Task Body_ThatIsWrong_IsRefusedInTheShapeOfItsPath()
    {
        foreach (var row in Bodies)
        {
            var (name, body) = row.Data;
            foreach (var path in (string[])["/api/chat", "/ollama/api/chat", "/api/inference/ollama/chat"])
            {
                var answer = await Post.SendAsync(Address, OllamaHost.Post(path, Key, body), Cancellation);

                Assert.True(answer.Status == 400, $"{name} at {path}: {answer.Status} {answer.Text}");
                Assert.StartsWith("""{"error":" """.Trim(), answer.Text, StringComparison.Ordinal);
                Assert.Equal(path.StartsWith("/api/inference", StringComparison.Ordinal), answer.Text.Contains("request_id", StringComparison.Ordinal));
            }
        }

        Assert.Empty(Received);
    }

    [Theory]
    [InlineData("/api/generate", """{"model":"llama3.2","prompt":"Hi","Prompt":"Hi"}""")]
    [InlineData("/api/generate", """{"model":"llama3.2","prompt":["Hi"]}""")]
    [InlineData("/api/generate", """{"model":"llama3.2","prompt":"Hi","context":"1"}""")]
    [InlineData("/api/generate", """{"model":"llama3.2","prompt":"Hi","\u017fystem":"x"}""")]
    [InlineData("/api/embed", """{"model":"llama3.2","input":"Hi","INPUT":["more"]}""")]
    [InlineData("/api/embed", """{"model":"llama3.2","input":[1]}""")]
    [InlineData("/api/embeddings", """{"model":"llama3.2","prompt":5}""")]
    [InlineData("/api/show", """{"model":"llama3.2","Name":"qwen3:8b"}""")]
    [InlineData("/api/show", """{"name":"llama3.2","name":"qwen3:8b"}""")]
    [InlineData("/api/show", """{"name":5}""")]
    [InlineData("/api/show", "{}")]
    public async Task Body_OfTheOtherPaths_IsHeldAsStrictly(string path, string body)
    {
        var answer = await Post.SendAsync(Address, OllamaHost.Post(path, Key, body), Cancellation);

        Assert.Equal(400, answer.Status);
        Assert.StartsWith("""{"error":" """.Trim(), answer.Text, StringComparison.Ordinal);
        Assert.Empty(Received);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(null)]
    public async Task Body_OfAnyContentType_IsTaken(string? type)
    {
        var request = Post.To("/api/chat", OllamaHost.Chat(), [("x-api-key", Key), .. type is null ? Array.Empty<(string, string)>() : [("content-type", type)]]);

        Assert.Equal(200, (await Post.SendAsync(Address, request, Cancellation)).Status);
    }

    [Fact]
    public async Task Body_TooLarge_IsRefusedInOllamasShape()
    {
        using var client = await RawClient.ConnectAsync(Address, Cancellation);

        await client.SendAsync($"POST /api/chat HTTP/1.1\r\nhost: 127.0.0.1\r\nx-api-key: {Key}\r\ncontent-length: 33554433\r\n\r\n", Cancellation);
        var answer = await client.ReadAsync(Cancellation);

        Assert.Equal(413, answer.Status);
        Assert.Equal("""{"error":"The request body is larger than 32 MiB."}""", answer.Text);
    }

    [Fact]
    public async Task Framing_ThatIsAmbiguous_IsRefusedInOllamasShape()
    {
        using var client = await RawClient.ConnectAsync(Address, Cancellation);

        await client.SendAsync($"POST /api/chat HTTP/1.1\r\nhost: 127.0.0.1\r\nx-api-key: {Key}\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n", Cancellation);
        var answer = await client.ReadAsync(Cancellation);

        Assert.Equal(400, answer.Status);
        Assert.StartsWith("""{"error":"The length of the request body""", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("request_id", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ImagesUnderAnotherCase_CostAsImages()
    {
        var body = OllamaHost.Chat().Replace("\"content\"", """ "IMAGES":["QUJD","QUJD"],"content" """, StringComparison.Ordinal);

        var answer = await Post.SendAsync(Address, OllamaHost.Post("/api/chat", Key, body), Cancellation);

        Assert.Equal(200, answer.Status);
        var line = (await LedgerLines.WhenSettledAsync(fixture.Host.Services, Cancellation))[^1];
        // Beside the 32,000 of an output without a cap.
        Assert.InRange(line.Reserved, 32_000 + (2 * 5_000), 32_000 + (2 * 5_000) + 2_000);
    }

    [Fact]
    public async Task Request_ThatComesAround_IsALoop()
    {
        await Post.SendAsync(Address, OllamaHost.Post("/api/chat", Key, OllamaHost.Chat()), Cancellation);
        var hop = Received[0].Head["weir-hop"]!;

        var answer = await Post.SendAsync(Address, Post.To("/api/chat", OllamaHost.Chat(), ("x-api-key", Key), ("weir-hop", hop)), Cancellation);
        var list = await Post.SendAsync(Address, RawClient.Request("GET", "/api/tags", [("x-api-key", Key), ("weir-hop", hop)], []), Cancellation);

        Assert.Equal((508, 508), (answer.Status, list.Status));
        Assert.StartsWith("""{"error":"The request has come around""", list.Text, StringComparison.Ordinal);
        Assert.Single(Received);
    }

    [Fact]
    public async Task Headers_ThatLeaveAndCome_AreTheAllowedOnes()
    {
        fixture.Box.OnRequest = _ => new() { Headers = [("set-cookie", "box=1"), ("x-of-the-box", "kept")] };

        var answer = await Post.SendAsync(
            Address,
            Post.To("/api/chat?x=%2F", OllamaHost.Chat(), ("authorization", $"Bearer {Key}"), ("cookie", "weir=stolen"), ("user-agent", "ollama-js/0.6"), ("x-forwarded-for", "10.0.0.1")),
            Cancellation);

        var head = Received[0].Head;
        Assert.Equal("/api/chat?x=%2F", Received[0].Target);
        Assert.Equal("ollama-js/0.6", head["user-agent"]);
        Assert.Equal((null, null, null), (head["authorization"], head["cookie"], head["x-forwarded-for"]));
        Assert.DoesNotContain(Key, Encoding.Latin1.GetString(head.Raw), StringComparison.Ordinal);
        Assert.Equal((null, "kept"), (answer.Head["set-cookie"], answer.Head["x-of-the-box"]));
    }
}
