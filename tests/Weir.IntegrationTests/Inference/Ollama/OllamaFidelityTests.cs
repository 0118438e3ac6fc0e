using System.Text.Json;
using Weir.Accounting;
using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Weir.TestKit.Upstreams.Ollama;
using Weir.TestKit.Wire;
using Xunit;

namespace Weir.IntegrationTests.Inference.Ollama;

/// <summary>What passes through Weir in Ollama's dialect passes unchanged.</summary>
public sealed class OllamaFidelityTests
{
    /// <summary>Unknown fields at every level, odd spacing, escapes, big numbers, a byte of each UTF-8 length, equal names where they are allowed.</summary>
    private const string OddBody =
        "{\r\n\t\"model\" : \"llama3.2\"  ,\n \"new_field\":[1e400,-0,1.0000,{\"MODEL\":\"x\",\"Stream\":null}],\"format\":{\"num_predict\":1,\"num_predict\":2},"
        + "\"messages\":[{\"role\":\"user\",\"content\":\"a\\u0000\\ud83d\\ude00é漢😀\\/\",\"field_of_tomorrow\":{\"model\":\"y\"}}],"
        + "\"options\" : {\"seed\":1,\"seed\":2,\"num_predict\"\t:\t500,\"x\":null} ,\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"t\",\"parameters\":{\"properties\":{\"stream\":{}}}}}] } \n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000_000)]
    public async Task Answer_OfEveryKind_ArrivesByteForByteAndIsCounted(int bytesPerWrite)
    {
        await using var box = OllamaHost.NewBox();
        await using var weir = await OllamaHost.StartAsync(box, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 10_000_000, Cancellation);
        foreach (var transcript in OllamaTranscripts.All)
        {
            box.OnRequest = _ => Script.Replay(transcript) with { BytesPerWrite = bytesPerWrite };
            var body = transcript.Path == "/api/chat" ? OllamaHost.Chat() : """{"model":"llama3.2","prompt":"Hi"}""";

            var answer = await Post.SendAsync(weir.Address, OllamaHost.Post(transcript.Path, ada.Key, body), Cancellation);

            Assert.Equal(transcript.Status, answer.Status);
            Assert.Equal(BodyEnd.Complete, answer.End);
            Assert.Equal(transcript.Bytes, answer.Body);
            Assert.Equal(transcript.ContentType, answer.Head["content-type"]);
        }

        var lines = await LedgerLines.WhenSettledAsync(weir.Services, Cancellation);
        Assert.Equal(OllamaTranscripts.All.Count, lines.Count);
        foreach (var (transcript, line) in OllamaTranscripts.All.Zip(lines).Where(pair => pair.First.IsWhole))
        {
            Assert.Equal((transcript.TotalInput, transcript.Output, UsageSource.Reported), (line.TotalInput, line.Output, line.Source));
        }
    }

    [Theory]
    [InlineData("/api/chat")]
    [InlineData("/ollama/api/chat")]
    public async Task Request_WithoutABudget_ArrivesByteForByte(string path)
    {
        await using var box = OllamaHost.NewBox();
        await using var weir = await OllamaHost.StartAsync(box, Cancellation);
        var key = await WeirHost.AddKeyAsync(weir.Admin, null, Cancellation);

        var answer = await Post.SendAsync(weir.Address, OllamaHost.Post(path, key, OddBody), Cancellation);

        Assert.Equal(200, answer.Status);
        var received = Assert.Single(box.Asked());
        Assert.Equal(("/api/chat", OddBody), (received.Target, received.Text));
    }

    [Fact]
    public async Task Request_ThatFitsItsBudget_ArrivesByteForByte()
    {
        await using var box = OllamaHost.NewBox();
        await using var weir = await OllamaHost.StartAsync(box, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);

        await Post.SendAsync(weir.Address, OllamaHost.Post("/api/chat", ada.Key, OddBody), Cancellation);

        Assert.Equal(OddBody, Assert.Single(box.Asked()).Text);
    }

    [Theory]
    [InlineData("\t500,", "\t50000,")]
    [InlineData("\t500,", "\t-1,")]
    [InlineData("\t500,", "\t-2,")]
    [InlineData("\t500,", "\t0,")]
    [InlineData("\t500,", "\tnull,")]
    public async Task Request_AboveItsBudget_DiffersInTheCapAlone(string from, string to)
    {
        await using var box = OllamaHost.NewBox();
        await using var weir = await OllamaHost.StartAsync(box, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 8_000, Cancellation);
        var body = OddBody.Replace(from, to, StringComparison.Ordinal);

        var answer = await Post.SendAsync(weir.Address, OllamaHost.Post("/api/chat", ada.Key, body), Cancellation);

        var received = Assert.Single(box.Asked());
        Assert.NotNull(received.OutputCap);
        Assert.InRange(received.OutputCap.Value, 4_096, 7_999);
        Assert.Equal(body.Replace(to, $"\t{received.OutputCap},", StringComparison.Ordinal), received.Text);
        Assert.Equal($"{received.OutputCap}", answer.Head["weir-output-cap"]);
    }

    [Theory]
    [InlineData("""{ "model":"llama3.2","messages":[]}""", """{"options":{"num_predict":32000}, "model":"llama3.2","messages":[]}""")]
    [InlineData("""{"model":"llama3.2","options":{"seed":1}}""", """{"model":"llama3.2","options":{"num_predict":32000,"seed":1}}""")]
    [InlineData("""{"model":"llama3.2","options":null}""", """{"model":"llama3.2","options":{"num_predict":32000}}""")]
    [InlineData("""{"model":"llama3.2","options":{"num_predict":-1}}""", """{"model":"llama3.2","options":{"num_predict":32000}}""")]
    public async Task Request_WithoutACap_GetsOneOnlyWhereABudgetApplies(string body, string capped)
    {
        await using var box = OllamaHost.NewBox();
        await using var weir = await OllamaHost.StartAsync(box, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);
        var free = await WeirHost.AddKeyAsync(weir.Admin, null, Cancellation);

        await Post.SendAsync(weir.Address, OllamaHost.Post("/api/chat", free, body), Cancellation);
        await Post.SendAsync(weir.Address, OllamaHost.Post("/api/chat", ada.Key, body), Cancellation);

        Assert.Equal([body, capped], box.Asked().Select(request => request.Text));
    }

    [Theory]
    [InlineData("/api/embed", """{"model":"nomic-embed-text","input":["a","b"],"options":{}}""")]
    [InlineData("/api/embeddings", """{"model":"nomic-embed-text","prompt":"What is a weir?"}""")]
    public async Task Embedding_UnderABudget_IsNotTouchedAndCostsInputOnly(string path, string body)
    {
        await using var box = OllamaHost.NewBox();
        await using var weir = await OllamaHost.StartAsync(box, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_500, Cancellation);

        var answer = await Post.SendAsync(weir.Address, OllamaHost.Post(path, ada.Key, body), Cancellation);

        Assert.Equal(200, answer.Status);
        Assert.Equal(body, Assert.Single(box.Asked()).Text);
        Assert.Equal(box.Book.Attempts[0].Sent, answer.Body);
        var line = Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
        Assert.Equal(0, line.Output);
        // The old path tells nothing, so "What is a weir?" counts by its 15 characters.
        Assert.Equal(path == "/api/embed" ? (box.Book.Attempts[0].Input, UsageSource.Reported) : (4L, UsageSource.Estimated), (line.TotalInput, line.Source));
    }

    [Fact]
    public async Task Stream_EachLine_ArrivesWhileTheNextIsNotMadeYet()
    {
        var gate = new Gate();
        await using var box = OllamaHost.NewBox(_ => new() { Cues = [new(Point.Tokens(3), Act.Pause(gate))] });
        await using var weir = await OllamaHost.StartAsync(box, Cancellation);
        var key = await WeirHost.AddKeyAsync(weir.Admin, null, Cancellation);
        using var client = await RawClient.ConnectAsync(weir.Address, Cancellation);

        await client.SendAsync(OllamaHost.Post("/api/chat", key, OllamaHost.Chat()), Cancellation);
        await gate.Reached.WaitAsync(Cancellation);
        var answer = await client.ReadHeadAsync(Cancellation);
        await answer.ReadToAsync(box.Book.Attempts[0].Sent.Length, Cancellation);

        Assert.NotEmpty(answer.Body);
        Assert.Equal(box.Book.Attempts[0].Sent, answer.Body);
        gate.Open();
        await answer.ReadToEndAsync(Cancellation);
        Assert.Equal(box.Book.Attempts[0].Sent, answer.Body);
    }

    [Fact]
    public async Task Model_ThatHasAnotherNameAtTheUpstream_DiffersInThatAlone()
    {
        await using var box = OllamaHost.NewBox();
        await using var weir = await OllamaHost.StartAsync([OllamaHost.Config("ollama", box)], [new("house", default, [new("ollama", "qwen3:8b")])], Cancellation);
        var key = await WeirHost.AddKeyAsync(weir.Admin, null, Cancellation);

        var answer = await Post.SendAsync(weir.Address, OllamaHost.Post("/api/chat", key, OllamaHost.Chat("house")), Cancellation);
        var shown = await Post.SendAsync(weir.Address, OllamaHost.Post("/api/show", key, """{ "name":"house", "verbose":false}"""), Cancellation);

        Assert.Equal(OllamaHost.Chat("qwen3:8b"), box.Book.Attempts[0].Request.Text);
        Assert.Equal(System.Text.Encoding.UTF8.GetString(box.Book.Attempts[0].Sent).Replace("qwen3:8b", "house", StringComparison.Ordinal), answer.Text);
        Assert.Equal(200, shown.Status);
        Assert.Equal("""{ "name":"qwen3:8b", "verbose":false}""", box.Asked()[1].Text);
        Assert.Contains("FROM qwen3:8b", shown.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/inference/ollama/chat", """{"model":"llama3.2","messages":[{"role":"user","content":"Hi"}]}""")]
    [InlineData("/api/inference/ollama/generate", """{"model":"llama3.2","prompt":"Hi","stream":null}""")]
    public async Task App_ThatDoesNotSay_GetsOneObjectWithWhatWasCounted(string path, string body)
    {
        await using var box = OllamaHost.NewBox(_ => new() { ThinkingTokens = 3 });
        await using var weir = await OllamaHost.StartAsync(box, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);

        using var response = await ada.Client.PostAsync(path, new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Cancellation);

        var answer = await WeirHost.JsonAsync(response, Cancellation);
        var truth = Assert.Single(box.Book.Attempts);
        Assert.False(truth.Request.Stream);
        Assert.True(answer.GetProperty("done").GetBoolean());
        var told = answer.GetProperty("estimated_tokens");
        var line = Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
        Assert.Equal((truth.Input, truth.Output), (line.TotalInput, line.Output));
        Assert.Equal(
            (line.TotalInput, line.Output, line.Total),
            (told.GetProperty("prompt_tokens").GetInt64(), told.GetProperty("completion_tokens").GetInt64(), told.GetProperty("total_tokens").GetInt64()));
        // And nothing else is added.
        var sent = JsonElement.Parse(truth.Sent);
        Assert.Equal(sent.EnumerateObject().Select(member => member.Name).Append("estimated_tokens"), answer.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task App_ThatAsksForAStream_GetsOllamasOwn()
    {
        await using var box = OllamaHost.NewBox();
        await using var weir = await OllamaHost.StartAsync(box, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);

        var answer = await Post.SendAsync(weir.Address, OllamaHost.Post("/api/inference/ollama/chat", ada.Key, OllamaHost.Chat(extra: ",\"stream\":true")), Cancellation);

        Assert.Equal("application/x-ndjson", answer.Head["content-type"]);
        Assert.Equal(box.Book.Attempts[0].Sent, answer.Body);
    }
}
