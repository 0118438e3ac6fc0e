using System.Collections.Concurrent;
using System.Text.Json;
using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Weir.TestKit.Wire;
using Xunit;
using UpstreamKind = Weir.Proxy.Upstreams.UpstreamKind;

namespace Weir.IntegrationTests.Inference.Ollama;

/// <summary>A limit holds for Ollama's dialect too, and for both dialects together.</summary>
public sealed class OllamaCapTests
{
    private const int Callers = 64;

    private const long Limit = 100_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/chat", ",\"options\":{\"num_predict\":1000}")]
    [InlineData("/api/chat", ",\"stream\":false,\"options\":{\"num_predict\":1000}")]
    [InlineData("/api/chat", ",\"options\":{\"num_predict\":-1}")]
    public async Task Limit_UnderManyCallers_IsNeverPassedAndNearlyAllUsed(string path, string extra)
    {
        await using var box = OllamaHost.NewBox(_ => new() { Output = cap => Math.Min(cap, 5_000), TokensPerDelta = 50 });
        await using var weir = await OllamaHost.StartAsync(box, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", Limit, Cancellation);
        var finals = new ConcurrentBag<RawAnswer>();

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            using var client = await RawClient.ConnectAsync(weir.Address, Cancellation);
            while (true)
            {
                var answer = await client.ExchangeAsync(OllamaHost.Post(path, ada.Key, OllamaHost.Chat(extra: extra)), Cancellation);
                if (answer.Status != 200)
                {
                    Assert.Equal(429, answer.Status);
                    if (answer.Head["x-should-retry"] == "false")
                    {
                        finals.Add(answer);
                        return;
                    }
                }
            }
        }));

        Assert.InRange(box.Book.HighestExposure, 1, Limit);
        Assert.InRange(box.Book.Consumed, Limit * 95 / 100, Limit);
        Assert.Equal(Callers, finals.Count);
        Assert.All(finals, answer => Assert.StartsWith("""{"error":"Token limit exceeded","used":""", answer.Text, StringComparison.Ordinal));
        var lines = await LedgerLines.WhenSettledAsync(weir.Services, Cancellation);
        Assert.Equal(box.Book.Consumed, lines.Sum(line => line.Total));
    }

    [Theory]
    [InlineData("/api/chat")]
    [InlineData("/api/inference/ollama/chat")]
    public async Task Limit_Reached_IsRefusedWithItsFigures(string path)
    {
        await using var box = OllamaHost.NewBox();
        await using var weir = await OllamaHost.StartAsync(box, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 500, Cancellation);

        var answer = await Post.SendAsync(weir.Address, OllamaHost.Post(path, ada.Key, OllamaHost.Chat()), Cancellation);

        Assert.Equal((429, "false"), (answer.Status, answer.Head["x-should-retry"]));
        var error = JsonElement.Parse(answer.Body);
        Assert.Equal("Token limit exceeded", error.GetProperty("error").GetString());
        Assert.Equal((0, 500, 0), (error.GetProperty("used").GetInt64(), error.GetProperty("limit").GetInt64(), error.GetProperty("reserved").GetInt64()));
        Assert.True(error.GetProperty("needed").GetInt64() > 500);
        Assert.Empty(box.Asked());
    }

    [Fact]
    public async Task Limit_NearlyReached_EndsTheAnswerEarly()
    {
        await using var box = OllamaHost.NewBox(_ => new() { Output = _ => 50_000, TokensPerDelta = 500 });
        await using var weir = await OllamaHost.StartAsync(box, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 4_000, Cancellation);

        var answer = await Post.SendAsync(weir.Address, OllamaHost.Post("/api/chat", ada.Key, OllamaHost.Chat(extra: ",\"options\":{\"num_predict\":-2}")), Cancellation);

        Assert.Contains("\"done_reason\":\"length\"", answer.Text, StringComparison.Ordinal);
        var line = Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
        Assert.Equal(answer.Head["weir-output-cap"], $"{line.LoweredTo}");
        Assert.Equal(line.LoweredTo, line.Output);
        Assert.InRange(line.Total, 2_000, 4_000);
    }

    [Fact]
    public async Task Template_ThatCanMakeAnyLength_NeedsRoomForTheWholeWindow()
    {
        await using var box = OllamaHost.NewBox();
        await using var weir = await OllamaHost.StartAsync(box, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 100_000, Cancellation);
        const string plain = """{"model":"llama3.2","prompt":"Hi","template":"{{ .System }} {{ .Prompt }}"}""";
        const string program = """{"model":"llama3.2","prompt":"Hi","template":"{{ printf \"%1000000s\" .Prompt }}"}""";

        Assert.Equal(200, (await Post.SendAsync(weir.Address, OllamaHost.Post("/api/generate", ada.Key, plain), Cancellation)).Status);
        Assert.Equal(429, (await Post.SendAsync(weir.Address, OllamaHost.Post("/api/generate", ada.Key, program), Cancellation)).Status);
        Assert.Equal(plain.Replace("\"model\"", "\"options\":{\"num_predict\":32000},\"model\"", StringComparison.Ordinal), Assert.Single(box.Asked()).Text);
    }

    [Fact]
    public async Task Usage_OfBothBackends_AddsUp()
    {
        await using var box = OllamaHost.NewBox();
        await using var claude = new FakeUpstream();
        await using var weir = await OllamaHost.StartAsync(
            [OllamaHost.Config("ollama", box), OllamaHost.Config("anthropic", claude, UpstreamKind.Anthropic)],
            [],
            Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);

        await Post.SendAsync(weir.Address, OllamaHost.Post("/api/chat", ada.Key, OllamaHost.Chat()), Cancellation);
        await Post.SendAsync(weir.Address, OllamaHost.Post("/api/generate", ada.Key, """{"model":"qwen3:8b","prompt":"Hi","stream":false}"""), Cancellation);
        await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true)), Cancellation);

        await LedgerLines.WhenSettledAsync(weir.Services, Cancellation);
        var stats = JsonElement.Parse(await ada.Client.GetStringAsync("/api/inference/usage/stats", Cancellation));
        var backends = Sums(stats, "by_backend");
        Assert.Equal(box.Book.Consumed, backends["ollama"]);
        Assert.Equal(claude.Book.Consumed, backends["anthropic"]);
        Assert.Equal(["claude-sonnet-4-5", "llama3.2", "qwen3:8b"], Sums(stats, "by_model").Keys.Order());
        Assert.Equal(box.Book.Consumed + claude.Book.Consumed, stats.GetProperty("total_tokens").GetInt64());
        Assert.Equal(backends.Values.Sum(), Sums(stats, "by_model").Values.Sum());
        Assert.Equal(3, stats.GetProperty("entry_count").GetInt64());
        var usage = JsonElement.Parse(await ada.Client.GetStringAsync("/api/inference/usage", Cancellation));
        Assert.Equal(
            [("anthropic", "claude-sonnet-4-5"), ("ollama", "qwen3:8b"), ("ollama", "llama3.2")],
            usage.GetProperty("usage_history").EnumerateArray().Select(entry => (entry.GetProperty("backend").GetString(), entry.GetProperty("model").GetString())));
    }

    private static Dictionary<string, long> Sums(JsonElement stats, string name) =>
        stats.GetProperty(name).EnumerateObject().ToDictionary(sum => sum.Name, sum => sum.Value.GetInt64());
}
