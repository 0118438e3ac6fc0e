using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Responses;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.TestKit;

/// <summary>The imitation is good enough for OpenAI's own SDK, as OpenAI and as Ollama.</summary>
public sealed class FakeUpstreamOpenAISdkTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(UpstreamKind.OpenAI, "gpt-5-mini")]
    [InlineData(UpstreamKind.Ollama, "llama3.2")]
    public async Task Completion_Whole_IsUnderstood(UpstreamKind kind, string model)
    {
        await using var upstream = Server(kind, _ => new() { Output = _ => 30, ThinkingTokens = 5, ToolUses = 2 });

        ChatCompletion completion = await Client(upstream).GetChatClient(model).CompleteChatAsync([Question], Options(), Cancellation);

        Assert.StartsWith("A weir measures the stream, Grüße 水位 😀", completion.Content[0].Text, StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.ToolCalls, completion.FinishReason);
        Assert.Equal(["get_level", "get_level"], completion.ToolCalls.Select(call => call.FunctionName));
        Assert.Contains("Zürich", completion.ToolCalls[1].FunctionArguments.ToString(), StringComparison.Ordinal);
        var attempt = Assert.Single(upstream.Book.Attempts);
        Assert.Equal((attempt.Input, 30), (completion.Usage.InputTokenCount, completion.Usage.OutputTokenCount));
        Assert.Equal(kind == UpstreamKind.OpenAI ? 5 : null, completion.Usage.OutputTokenDetails?.ReasoningTokenCount);
    }

    [Theory]
    [InlineData(UpstreamKind.OpenAI, "gpt-5-mini")]
    [InlineData(UpstreamKind.Ollama, "llama3.2")]
    public async Task Completion_Streamed_IsUnderstood(UpstreamKind kind, string model)
    {
        await using var upstream = Server(kind, _ => new() { Output = _ => 30, ThinkingTokens = 5, ToolUses = 2 });

        var text = "";
        var arguments = "";
        var names = new List<string>();
        ChatTokenUsage? usage = null;
        await foreach (var update in Client(upstream).GetChatClient(model).CompleteChatStreamingAsync([Question], Options(), Cancellation))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            arguments += string.Concat(update.ToolCallUpdates.Select(call => call.FunctionArgumentsUpdate?.ToString()));
            names.AddRange(update.ToolCallUpdates.Select(call => call.FunctionName).Where(name => !string.IsNullOrEmpty(name)));
            usage = update.Usage ?? usage;
        }

        Assert.StartsWith("A weir measures the stream, Grüße 水位 😀", text, StringComparison.Ordinal);
        Assert.Equal(["get_level", "get_level"], names);
        Assert.Equal(2, arguments.Split("Zürich").Length - 1);
        Assert.Equal((upstream.Book.Attempts[0].Input, 30), (usage!.InputTokenCount, usage.OutputTokenCount));
    }

    [Fact]
    public async Task Completion_WithAnImageAndACap_CostsAndEndsAsItShould()
    {
        await using var upstream = Server(UpstreamKind.OpenAI, _ => new() { Output = _ => 500 });
        var question = new UserChatMessage(ChatMessageContentPart.CreateTextPart("What is this?"), ChatMessageContentPart.CreateImagePart(new BinaryData(new byte[30_000]), "image/png"));

        ChatCompletion completion = await Client(upstream).GetChatClient("gpt-5-mini").CompleteChatAsync([question], new() { MaxOutputTokenCount = 9 }, Cancellation);

        Assert.Equal(ChatFinishReason.Length, completion.FinishReason);
        var attempt = Assert.Single(upstream.Book.Attempts);
        Assert.Equal(9, attempt.Output);
        Assert.InRange(attempt.Input, 1_500, 1_600);
    }

    [Theory]
    [InlineData(UpstreamKind.OpenAI, "gpt-5-mini")]
    [InlineData(UpstreamKind.Ollama, "llama3.2")]
    public async Task Response_Whole_IsUnderstood(UpstreamKind kind, string model)
    {
        await using var upstream = Server(kind, _ => new() { Output = _ => 30, ThinkingTokens = 5, ToolUses = 1 });

        ResponseResult response = await Client(upstream).GetResponsesClient().CreateResponseAsync(Asked(model), Cancellation);

        Assert.Equal(ResponseStatus.Completed, response.Status);
        Assert.StartsWith("A weir measures the stream", response.GetOutputText(), StringComparison.Ordinal);
        Assert.Equal("A weir measures the stream", response.OutputItems.OfType<ReasoningResponseItem>().Single().GetSummaryText());
        Assert.Contains("Zürich", response.OutputItems.OfType<FunctionCallResponseItem>().Single().FunctionArguments.ToString(), StringComparison.Ordinal);
        Assert.Equal((upstream.Book.Attempts[0].Input, 30), (response.Usage.InputTokenCount, response.Usage.OutputTokenCount));
    }

    [Fact]
    public async Task Response_Streamed_IsUnderstood()
    {
        await using var upstream = Server(UpstreamKind.OpenAI, _ => new() { Output = _ => 30, ThinkingTokens = 5, ToolUses = 1 });
        var asked = Asked("gpt-5-mini");
        asked.StreamingEnabled = true;

        var updates = new List<StreamingResponseUpdate>();
        await foreach (var update in await Client(upstream).GetResponsesClient().CreateResponseStreamingAsync(asked, Cancellation))
        {
            updates.Add(update);
        }

        Assert.StartsWith("A weir measures the stream", string.Concat(updates.OfType<StreamingResponseOutputTextDeltaUpdate>().Select(delta => delta.Delta)), StringComparison.Ordinal);
        Assert.Contains("Zürich", string.Concat(updates.OfType<StreamingResponseFunctionCallArgumentsDeltaUpdate>().Select(delta => delta.Delta)), StringComparison.Ordinal);
        var end = Assert.IsType<StreamingResponseCompletedUpdate>(updates[^1]).Response;
        Assert.Equal((3, 30), (end.OutputItems.Count, end.Usage.OutputTokenCount));
        Assert.Equal(Enumerable.Range(0, updates.Count), updates.Select(update => update.SequenceNumber));
    }

    [Fact]
    public async Task Response_BrokenOff_IsAnErrorUpdate()
    {
        await using var upstream = Server(UpstreamKind.OpenAI, _ => new() { Cues = [new(Point.Tokens(3), Act.ErrorEvent("server_error", "gone"))] });
        var asked = Asked("gpt-5-mini");
        asked.StreamingEnabled = true;

        StreamingResponseUpdate? last = null;
        await foreach (var update in await Client(upstream).GetResponsesClient().CreateResponseStreamingAsync(asked, Cancellation))
        {
            last = update;
        }

        Assert.Equal("gone", Assert.IsType<StreamingResponseErrorUpdate>(last).Message);
    }

    [Theory]
    [InlineData(UpstreamKind.OpenAI, "text-embedding-3-small")]
    [InlineData(UpstreamKind.Ollama, "nomic-embed-text")]
    public async Task Embeddings_AreUnderstood(UpstreamKind kind, string model)
    {
        await using var upstream = Server(kind);

        var embeddings = (await Client(upstream).GetEmbeddingClient(model).GenerateEmbeddingsAsync(["weir", "dam"], new() { Dimensions = 16 }, Cancellation)).Value;

        Assert.Equal([16, 16], embeddings.Select(embedding => embedding.ToFloats().Length));
        Assert.Equal(upstream.Book.Attempts[0].Input, embeddings.Usage.InputTokenCount);
    }

    [Theory]
    [InlineData(UpstreamKind.OpenAI)]
    [InlineData(UpstreamKind.Ollama)]
    public async Task Models_AreUnderstood(UpstreamKind kind)
    {
        await using var upstream = Server(kind);
        var models = Client(upstream).GetOpenAIModelClient();

        var list = (await models.GetModelsAsync(Cancellation)).Value;
        var one = (await models.GetModelAsync(upstream.Models[0], Cancellation)).Value;

        Assert.Equal(upstream.Models, list.Select(model => model.Id));
        Assert.Equal(upstream.Models[0], one.Id);
    }

    [Theory]
    [InlineData(UpstreamKind.OpenAI, 401)]
    [InlineData(UpstreamKind.Ollama, 404)]
    public async Task Error_OfEither_IsThrown(UpstreamKind kind, int status)
    {
        await using var upstream = new FakeUpstream { Kind = kind, RequiredKey = kind == UpstreamKind.OpenAI ? "another" : "sk-test" };

        var thrown = await Assert.ThrowsAsync<ClientResultException>(() => Client(upstream).GetChatClient("nemo").CompleteChatAsync([Question], new(), Cancellation));

        Assert.Equal(status, thrown.Status);
        Assert.Contains(status == 401 ? "Incorrect API key" : "model 'nemo' not found", thrown.Message, StringComparison.Ordinal);
    }

    private static ChatMessage Question => new UserChatMessage("What is a weir?");

    private static FakeUpstream Server(UpstreamKind kind, Func<ReceivedRequest, Script>? onRequest = null) =>
        new() { Kind = kind, RequiredKey = "sk-test", OnRequest = onRequest ?? (_ => new()) };

    private static OpenAIClient Client(FakeUpstream upstream) =>
        new(new ApiKeyCredential("sk-test"), new OpenAIClientOptions { Endpoint = new(upstream.Address, "/v1"), RetryPolicy = new ClientRetryPolicy(0) });

    private static ChatCompletionOptions Options() => new() { Tools = { ChatTool.CreateFunctionTool("get_level") } };

    private static CreateResponseOptions Asked(string model) => new(model, [ResponseItem.CreateUserMessageItem("What is a weir?")])
    {
        StoredOutputEnabled = false,
        Tools = { ResponseTool.CreateFunctionTool("get_level", BinaryData.FromString("""{"type":"object","properties":{}}"""), strictModeEnabled: false) },
    };
}
