using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Responses;
using Weir.Accounting;
using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Inference;

/// <summary>OpenAI's own SDK calls Weir as it would OpenAI, but for the address.</summary>
public sealed class OpenAISdkTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static ChatMessage Question => new UserChatMessage("What is a weir?");

    [Fact]
    public async Task Completion_WholeAndStreamed_IsUnderstoodAndCounted()
    {
        await using var upstream = Server(_ => new() { Output = _ => 30, ThinkingTokens = 5, ToolUses = 1 });
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);
        var client = Client(weir, ada.Key).GetChatClient("gpt-5-mini");
        ChatCompletionOptions options = new() { Tools = { ChatTool.CreateFunctionTool("get_level") } };

        ChatCompletion whole = await client.CompleteChatAsync([Question], options, Cancellation);
        var text = "";
        ChatTokenUsage? usage = null;
        await foreach (var update in client.CompleteChatStreamingAsync([Question], options, Cancellation))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            usage = update.Usage ?? usage;
        }

        Assert.StartsWith("A weir measures the stream, Grüße 水位 😀", whole.Content[0].Text, StringComparison.Ordinal);
        Assert.Equal("get_level", Assert.Single(whole.ToolCalls).FunctionName);
        Assert.Equal(whole.Content[0].Text, text);
        Assert.Equal((whole.Usage.InputTokenCount, 30), (usage!.InputTokenCount, usage.OutputTokenCount));
        var lines = await LedgerLines.WhenSettledAsync(weir.Services, Cancellation);
        Assert.All(lines, line => Assert.Equal((UsageSource.Reported, (long)whole.Usage.InputTokenCount, 30L), (line.Source, line.TotalInput, line.Output)));
        Assert.Equal(2, lines.Count);
    }

    [Fact]
    public async Task Response_GoingOnFromTheOneBefore_IsUnderstoodAndCounted()
    {
        await using var upstream = Server(_ => new() { Output = _ => 30, ThinkingTokens = 5 });
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);
        var client = Client(weir, ada.Key).GetResponsesClient();

        ResponseResult first = await client.CreateResponseAsync(Asked(), Cancellation);
        var next = Asked();
        next.PreviousResponseId = first.Id;
        next.StreamingEnabled = true;
        var updates = new List<StreamingResponseUpdate>();
        await foreach (var update in await client.CreateResponseStreamingAsync(next, Cancellation))
        {
            updates.Add(update);
        }

        Assert.StartsWith("A weir measures the stream", first.GetOutputText(), StringComparison.Ordinal);
        var end = Assert.IsType<StreamingResponseCompletedUpdate>(updates[^1]).Response;
        Assert.Equal((first.Id, first.GetOutputText()), (end.PreviousResponseId, end.GetOutputText()));
        Assert.All(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation), line => Assert.Equal((UsageSource.Reported, 30L), (line.Source, line.Output)));
    }

    [Fact]
    public async Task Response_CutInMidStream_IsAnErrorUpdate()
    {
        await using var upstream = Server(request => request.AsksForRun ? new() { Cues = [new(Point.Tokens(3), Act.Cut)] } : new());
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);
        var asked = Asked();
        asked.StreamingEnabled = true;

        StreamingResponseUpdate? last = null;
        await foreach (var update in await Client(weir, ada.Key).GetResponsesClient().CreateResponseStreamingAsync(asked, Cancellation))
        {
            last = update;
        }

        Assert.Contains("before it was complete", Assert.IsType<StreamingResponseErrorUpdate>(last).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Embeddings_AreUnderstoodAndCounted()
    {
        await using var upstream = Server();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);

        var embeddings = (await Client(weir, ada.Key).GetEmbeddingClient("text-embedding-3-small").GenerateEmbeddingsAsync(["weir", "dam"], new() { Dimensions = 16 }, Cancellation)).Value;

        Assert.Equal([16, 16], embeddings.Select(embedding => embedding.ToFloats().Length));
        Assert.Equal(embeddings.Usage.InputTokenCount, Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation)).TotalInput);
    }

    [Fact]
    public async Task Limit_Reached_IsThrownAtOnce()
    {
        await using var upstream = Server();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 500, Cancellation);

        var thrown = await Assert.ThrowsAsync<ClientResultException>(() =>
            Client(weir, ada.Key).GetChatClient("gpt-5-mini").CompleteChatAsync([Question], new() { MaxOutputTokenCount = 1_000 }, Cancellation));

        Assert.Equal(429, thrown.Status);
        Assert.Contains("Token limit exceeded", thrown.Message, StringComparison.Ordinal);
        Assert.Empty(upstream.Book.Attempts);
    }

    [Theory]
    [InlineData("weir_nobodys", 401)]
    [InlineData(null, 404)]
    public async Task Error_OfWeirsOwn_IsThrownWithItsStatus(string? key, int status)
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);

        var thrown = await Assert.ThrowsAsync<ClientResultException>(() =>
            Client(weir, key ?? ada.Key).GetChatClient("claude-sonnet-4-5").CompleteChatAsync([Question], new(), Cancellation));

        Assert.Equal(status, thrown.Status);
        Assert.Contains(status == 401 ? "invalid_api_key" : "model_not_found", thrown.Message, StringComparison.Ordinal);
    }

    private static FakeUpstream Server(Func<ReceivedRequest, Script>? onRequest = null) =>
        new() { Kind = UpstreamKind.OpenAI, RequiredKey = "sk-of-the-server", OnRequest = onRequest ?? (_ => new()) };

    private static OpenAIClient Client(WeirHost weir, string key) =>
        new(new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = new(weir.Address, "/v1"), RetryPolicy = new ClientRetryPolicy(0) });

    private static CreateResponseOptions Asked() => new("gpt-5-mini", [ResponseItem.CreateUserMessageItem("What is a weir?")]);
}
