using System.Net;
using System.Text.Json;
using OllamaSharp;
using OllamaSharp.Models;
using OllamaSharp.Models.Chat;
using Weir.Accounting;
using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Inference.Ollama;

/// <summary>Ollama's .NET client, unmodified, with Weir as its address.</summary>
public sealed class OllamaSdkTests : IAsyncLifetime
{
    private readonly FakeUpstream _box = OllamaHost.NewBox();
    private WeirHost _weir = null!;
    private Account _ada = null!;
    private OllamaApiClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _weir = await OllamaHost.StartAsync(_box, Cancellation);
        _ada = await _weir.AddAccountAsync("ada", 1_000_000, Cancellation);
        _client = Client(_ada.Key);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _ada.Dispose();
        await _weir.DisposeAsync();
        await _box.DisposeAsync();
    }

    [Theory]
    [InlineData("/", true)]
    [InlineData("/", false)]
    [InlineData("/ollama/", true)]
    [InlineData("/ollama/", false)]
    public async Task Chat_StreamedOrWhole_IsAnsweredAndCounted(string mount, bool stream)
    {
        _box.OnRequest = _ => new() { Output = _ => 60, ThinkingTokens = 5, ToolUses = 2 };
        using var client = Client(_ada.Key, mount);
        var request = Question(stream);
        request.Tools = [new Tool { Function = new() { Name = "get_level", Parameters = new() { Properties = [] } } }];

        var parts = await CollectAsync(client.ChatAsync(request, Cancellation));

        Assert.Equal("A weir measures the stream", string.Concat(parts.Select(part => part.Message.Thinking)));
        Assert.StartsWith("A weir measures the stream, Grüße 水位 😀", string.Concat(parts.Select(part => part.Message.Content)), StringComparison.Ordinal);
        var calls = parts.SelectMany(part => part.Message.ToolCalls ?? []).Select(call => call.Function!).ToArray();
        Assert.Equal(["get_level", "get_level"], calls.Select(call => call.Name));
        Assert.Equal("Zürich", ((JsonElement)calls[0].Arguments!["city"]!).GetString());
        var done = Assert.IsType<ChatDoneResponseStream>(parts[^1]);
        Assert.Equal("stop", done.DoneReason);
        var line = await OneLineAsync();
        Assert.Equal((done.PromptEvalCount, done.EvalCount, UsageSource.Reported), (line.TotalInput, line.Output, line.Source));
    }

    [Fact]
    public async Task Chat_WithAnImageAndACap_IsCountedByThePicture()
    {
        _box.OnRequest = _ => new() { Output = _ => 500 };
        var request = Question(stream: true);
        request.Messages = [new(ChatRole.User, "What is this?", [new string('A', 400_000)])];
        request.Options = new() { NumPredict = 9 };

        var parts = await CollectAsync(_client.ChatAsync(request, Cancellation));

        Assert.Equal("length", Assert.IsType<ChatDoneResponseStream>(parts[^1]).DoneReason);
        var line = await OneLineAsync();
        Assert.Equal(9, line.Output);
        Assert.InRange(line.TotalInput, 1_500, 1_600);
        Assert.InRange(line.Reserved, 5_000, 8_000);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Generate_StreamedOrWhole_IsAnsweredAndCounted(bool stream)
    {
        var parts = await CollectAsync(_client.GenerateAsync(new GenerateRequest { Model = "qwen3:8b", Prompt = "What is a weir?", Stream = stream }, Cancellation));

        Assert.StartsWith("A weir measures the stream", string.Concat(parts.Select(part => part!.Response)), StringComparison.Ordinal);
        Assert.Equal((20, "stop"), (Assert.IsType<GenerateDoneResponseStream>(parts[^1]).EvalCount, ((GenerateDoneResponseStream)parts[^1]).DoneReason));
        Assert.Equal(20, (await OneLineAsync()).Output);
    }

    [Fact]
    public async Task Embed_SeveralTexts_CountsTheInput()
    {
        var answer = await _client.EmbedAsync(new EmbedRequest { Model = "nomic-embed-text", Input = ["weir", "dam"], Dimensions = 16 }, Cancellation);

        Assert.Equal([16, 16], answer.Embeddings.Select(vector => vector.Length));
        var line = await OneLineAsync();
        Assert.Equal(((long)answer.PromptEvalCount!, 0L, UsageSource.Reported), (line.TotalInput, line.Output, line.Source));
    }

    [Fact]
    public async Task Lists_AreUnderstood()
    {
        var local = await _client.ListLocalModelsAsync(Cancellation);
        var running = await _client.ListRunningModelsAsync(Cancellation);
        var shown = await _client.ShowModelAsync("nomic-embed-text", Cancellation);

        Assert.Equal(_box.Models, local.Select(model => model.Name));
        Assert.Equal(_box.Models, running.Select(model => model.Name));
        Assert.Equal(["embedding"], shown.Capabilities!);
        Assert.True(await _client.IsRunningAsync(Cancellation));
        Assert.Equal("0.24.1", await _client.GetVersionAsync(Cancellation));
        Assert.Empty(await LedgerLines.WhenSettledAsync(_weir.Services, Cancellation));
    }

    [Fact]
    public async Task Chat_GivenUp_IsCancelledAtTheBoxAndPaidByEstimate()
    {
        _box.OnRequest = _ => new() { Output = _ => 1_000, Cues = [new(Point.Tokens(40), Act.Stall)] };
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var seen = 0;
        await foreach (var _ in _client.ChatAsync(Question(stream: true), giveUp.Token))
        {
            if (++seen == 30)
            {
                await giveUp.CancelAsync();
            }
        }

        var truth = Assert.Single(_box.Book.Attempts);
        await truth.Done.WaitAsync(Cancellation);
        Assert.Equal(AttemptEnd.PeerGone, truth.End);
        var line = await OneLineAsync();
        Assert.Equal((AttemptOutcome.ClientGone, UsageSource.Estimated), (line.Outcome, line.Source));
        Truths.Hold(truth, line);
        Assert.InRange(line.Output, 30, 1_000);
    }

    [Fact]
    public async Task Errors_AreThrownWithTheirWords()
    {
        var unknown = Question(stream: true);
        unknown.Model = "nemo";
        using var stranger = Client("weir_no_such_key");
        using var poor = await _weir.AddAccountAsync("poor", 100, Cancellation);
        using var poorClient = Client(poor.Key);

        var missing = await Assert.ThrowsAsync<HttpRequestException>(() => CollectAsync(_client.ChatAsync(unknown, Cancellation)));
        var denied = await Assert.ThrowsAsync<HttpRequestException>(() => CollectAsync(stranger.ChatAsync(Question(stream: true), Cancellation)));
        var over = await Assert.ThrowsAsync<HttpRequestException>(() => CollectAsync(poorClient.ChatAsync(Question(stream: true), Cancellation)));
        var managing = await Assert.ThrowsAsync<HttpRequestException>(() => CollectAsync(_client.PullModelAsync("llama3.2", Cancellation)));

        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, denied.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, over.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, managing.StatusCode);
        Assert.DoesNotContain(_box.Book.Requests, request => request.Path == "/api/pull");
    }

    private OllamaApiClient Client(string key, string mount = "/")
    {
        var http = new HttpClient { BaseAddress = new(_weir.Address, mount) };
        http.DefaultRequestHeaders.Add("Authorization", $"Bearer {key}");
        return new(http, "llama3.2");
    }

    private static ChatRequest Question(bool stream) => new() { Model = "llama3.2", Messages = [new(ChatRole.User, "What is a weir?")], Stream = stream };

    /// <summary>The one entry there is.</summary>
    private async Task<LedgerLine> OneLineAsync() => Assert.Single(await LedgerLines.WhenSettledAsync(_weir.Services, Cancellation));

    private static async Task<List<T>> CollectAsync<T>(IAsyncEnumerable<T?> parts)
        where T : class
    {
        var all = new List<T>();
        await foreach (var part in parts)
        {
            all.Add(part!);
        }

        return all;
    }
}
