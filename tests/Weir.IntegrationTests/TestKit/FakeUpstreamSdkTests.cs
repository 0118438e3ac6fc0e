using Anthropic;
using Anthropic.Models.Messages;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.TestKit;

/// <summary>The imitation is good enough for Anthropic's own SDK.</summary>
public sealed class FakeUpstreamSdkTests
{
    private static readonly MessageCreateParams Question = new()
    {
        Model = "claude-sonnet-4-5",
        MaxTokens = 64,
        Messages = [new UserMessageParam("What is a weir?")],
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_PlainAnswer_IsUnderstood()
    {
        await using var upstream = new FakeUpstream { RequiredKey = "sk-ant-test", OnRequest = _ => new() { Output = _ => 30, ThinkingTokens = 5, ToolUses = 1, CacheRead = 3 } };

        var message = await Client(upstream).Messages.Create(Question, Cancellation);

        Assert.Equal(30, message.Usage.OutputTokens);
        Assert.Equal(3, message.Usage.CacheReadInputTokens);
        Assert.Equal(upstream.Book.Attempts[0].Input, message.Usage.InputTokens + 3);
        Assert.Equal("tool_use", message.StopReason?.Raw());
        Assert.Equal(3, message.Content.Count);
    }

    [Fact]
    public async Task CreateStreaming_EveryEvent_IsUnderstood()
    {
        await using var upstream = new FakeUpstream { RequiredKey = "sk-ant-test", OnRequest = _ => new() { Output = _ => 30, ThinkingTokens = 5, ToolUses = 1 } };

        var text = "";
        var output = 0L;
        await foreach (var happening in Client(upstream).Messages.CreateStreaming(Question, Cancellation))
        {
            text += happening.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var piece) ? piece.Text : "";
            output = happening.TryPickDelta(out var end) ? end.Usage.OutputTokens : output;
        }

        Assert.Equal(30, output);
        Assert.StartsWith("A weir measures the stream, Grüße 水位 😀", text, StringComparison.Ordinal);
        Assert.Equal(30, Assert.Single(upstream.Book.Attempts).Output);
    }

    private static AnthropicClient Client(FakeUpstream upstream) => new() { BaseUrl = upstream.Address.ToString(), ApiKey = "sk-ant-test", MaxRetries = 0 };
}
