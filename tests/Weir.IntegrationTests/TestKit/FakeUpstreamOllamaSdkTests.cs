using System.Net;
using System.Text.Json;
using OllamaSharp;
using OllamaSharp.Models;
using OllamaSharp.Models.Chat;
using OllamaSharp.Models.Exceptions;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.TestKit;

/// <summary>The imitation is good enough for Ollama's .NET client.</summary>
public sealed class FakeUpstreamOllamaSdkTests : IAsyncDisposable
{
    private readonly FakeUpstream _box = new() { Kind = UpstreamKind.Ollama };
    private readonly OllamaApiClient _client;

    public FakeUpstreamOllamaSdkTests() => _client = new(_box.Address, "llama3.2");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _box.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Chat_StreamedOrWhole_IsUnderstood(bool stream)
    {
        _box.OnRequest = _ => new() { Output = _ => 30, ThinkingTokens = 5, ToolUses = 2 };
        var request = Question(stream);
        request.Tools = [new Tool { Function = new() { Name = "get_level", Parameters = new() { Properties = [] } } }];

        var parts = await CollectAsync(_client.ChatAsync(request, Cancellation));

        Assert.Equal("A weir measures the stream", string.Concat(parts.Select(part => part.Message.Thinking)));
        Assert.StartsWith("A weir measures the stream, Grüße 水位 😀", string.Concat(parts.Select(part => part.Message.Content)), StringComparison.Ordinal);
        var calls = parts.SelectMany(part => part.Message.ToolCalls ?? []).Select(call => call.Function!).ToArray();
        Assert.Equal([("get_level", 0), ("get_level", 1)], calls.Select(call => (call.Name, call.Index)));
        Assert.Equal("Zürich", ((JsonElement)calls[0].Arguments!["city"]!).GetString());
        var done = Assert.IsType<ChatDoneResponseStream>(parts[^1]);
        var attempt = Assert.Single(_box.Book.Attempts);
        Assert.Equal((attempt.Input, 30L, "stop"), (done.PromptEvalCount, done.EvalCount, done.DoneReason));
        Assert.Equal(stream, attempt.Request.Stream);
        Assert.Equal(30, attempt.Output);
    }

    [Fact]
    public async Task Chat_WithAnImageAndACap_CostsAndEndsAsItShould()
    {
        _box.OnRequest = _ => new() { Output = _ => 500 };
        var request = Question(stream: true);
        request.Messages = [new(ChatRole.User, "What is this?", [new string('A', 40_000)])];
        request.Options = new() { NumPredict = 9 };

        var parts = await CollectAsync(_client.ChatAsync(request, Cancellation));

        Assert.Equal("length", Assert.IsType<ChatDoneResponseStream>(parts[^1]).DoneReason);
        var attempt = Assert.Single(_box.Book.Attempts);
        Assert.Equal((9, 9L), (attempt.Output, attempt.Request.OutputCap));
        Assert.InRange(attempt.Input, 1_500, 1_600);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Generate_StreamedOrWhole_IsUnderstood(bool stream)
    {
        var parts = await CollectAsync(_client.GenerateAsync(new GenerateRequest { Model = "qwen3:8b", Prompt = "What is a weir?", Stream = stream }, Cancellation));

        Assert.StartsWith("A weir measures the stream", string.Concat(parts.Select(part => part!.Response)), StringComparison.Ordinal);
        var done = Assert.IsType<GenerateDoneResponseStream>(parts[^1]);
        Assert.Equal((20, "stop"), (done.EvalCount, done.DoneReason));
    }

    [Fact]
    public async Task Embed_SeveralTexts_GivesAVectorEach()
    {
        var answer = await _client.EmbedAsync(new EmbedRequest { Model = "nomic-embed-text", Input = ["weir", "dam", "weir"], Dimensions = 16 }, Cancellation);

        Assert.Equal([16, 16, 16], answer.Embeddings.Select(vector => vector.Length));
        Assert.Equal(answer.Embeddings[0], answer.Embeddings[2]);
        Assert.Equal((int)_box.Book.Attempts[0].Input, answer.PromptEvalCount);
        Assert.Equal(1.0, answer.Embeddings[1].Sum(value => value * value), 3);
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
    }

    [Fact]
    public async Task Error_BeforeTheStream_IsThrown()
    {
        var unknown = Question(stream: true);
        unknown.Model = "nemo";

        var missing = await Assert.ThrowsAsync<HttpRequestException>(() => CollectAsync(_client.ChatAsync(unknown, Cancellation)));

        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        _box.OnRequest = _ => Script.Failing(400, "", "registry.ollama.ai/library/llama3.2:latest does not support tools");
        var unable = await Assert.ThrowsAsync<ModelDoesNotSupportToolsException>(() => CollectAsync(_client.ChatAsync(Question(stream: true), Cancellation)));
        Assert.Contains("does not support tools", unable.Message, StringComparison.Ordinal);
    }

    /// <summary>This client passes over an <c>error</c> line: all that it sees of it is that no end comes.</summary>
    [Fact]
    public async Task Error_InTheStream_LeavesItWithoutAnEnd()
    {
        _box.OnRequest = _ => new() { Cues = [new(Point.Tokens(5), Act.ErrorEvent("", "unexpected EOF"))] };

        var parts = await CollectAsync(_client.ChatAsync(Question(stream: true), Cancellation));

        Assert.NotEmpty(parts);
        Assert.DoesNotContain(parts, part => part.Done);
    }

    private static ChatRequest Question(bool stream) => new() { Model = "llama3.2", Messages = [new(ChatRole.User, "What is a weir?")], Stream = stream };

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
