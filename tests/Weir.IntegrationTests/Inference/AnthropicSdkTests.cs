using System.Text.Json;
using Anthropic;
using Anthropic.Models.Messages;
using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Inference;

/// <summary>Anthropic's own C# SDK, unmodified, with Weir as its base address.</summary>
public sealed class AnthropicSdkTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_PlainMessage_IsAnsweredAndCounted()
    {
        await using var upstream = new FakeUpstream
        {
            OnRequest = _ => new() { Output = _ => 40, ThinkingTokens = 10, ToolUses = 1, CacheRead = 3, CacheWrite5m = 2, CacheWrite1h = 1 },
        };
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);
        using var client = Client(weir, ada.Key);

        var message = await client.Messages.Create(Question(), Cancellation);

        Assert.Equal(40, message.Usage.OutputTokens);
        Assert.Equal(3, message.Content.Count);
        await HasOneEntryAsync(ada, upstream);
    }

    [Fact]
    public async Task CreateStreaming_Message_IsAnsweredAndCounted()
    {
        await using var upstream = new FakeUpstream { OnRequest = _ => new() { Output = _ => 40, ThinkingTokens = 10, ToolUses = 1, CacheRead = 3 } };
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);
        using var client = Client(weir, ada.Key);

        var events = 0;
        await foreach (var _ in client.Messages.CreateStreaming(Question(), Cancellation))
        {
            events++;
        }

        Assert.True(events > 30, $"{events} events came.");
        await HasOneEntryAsync(ada, upstream);
    }

    [Fact]
    public async Task Create_OverTheLimit_FailsOnceAndForGood()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 100, Cancellation);
        using var client = Client(weir, ada.Key, maxRetries: 5);

        var started = TimeProvider.System.GetTimestamp();
        var refused = await Assert.ThrowsAnyAsync<Anthropic.Exceptions.AnthropicApiException>(() => client.Messages.Create(Question(), Cancellation));

        Assert.Equal(System.Net.HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Contains("Token limit exceeded", refused.ResponseBody, StringComparison.Ordinal);
        Assert.Empty(upstream.Book.Attempts);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 0, 30);
    }

    [Fact]
    public async Task CountTokensAndModels_PassWithoutAnEntry()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);
        using var client = Client(weir, ada.Key);

        var count = await client.Messages.CountTokens(
            new() { Model = "claude-sonnet-4-5", Messages = [new UserMessageParam { Content = "Hello, Claude" }] },
            Cancellation);
        var models = await client.Models.List(cancellationToken: Cancellation);

        Assert.InRange(count.InputTokens, 11, 100);
        Assert.Equal(2, models.Items.Count);
        Assert.Empty(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
    }

    private static AnthropicClient Client(WeirHost weir, string key, int maxRetries = 0) =>
        new() { BaseUrl = weir.Address.ToString().TrimEnd('/'), ApiKey = key, MaxRetries = maxRetries };

    private static MessageCreateParams Question() => new()
    {
        Model = "claude-sonnet-4-5",
        MaxTokens = 1_000,
        Messages = [new UserMessageParam { Content = "Hello, Claude" }],
    };

    /// <summary>The usage of the person has exactly what the upstream counted, and the sums agree with it.</summary>
    private static async Task HasOneEntryAsync(Account account, FakeUpstream upstream)
    {
        var truth = Assert.Single(upstream.Book.Attempts);
        var usage = await GetAsync(account, "/api/inference/usage");
        var entry = Assert.Single(usage.GetProperty("usage_history").EnumerateArray());
        Assert.Equal("anthropic", entry.GetProperty("backend").GetString());
        Assert.Equal("claude-sonnet-4-5", entry.GetProperty("model").GetString());
        Assert.Equal(truth.Input, entry.GetProperty("prompt_tokens").GetInt64());
        Assert.Equal(truth.Output, entry.GetProperty("completion_tokens").GetInt64());
        Assert.Equal(truth.Consumed, entry.GetProperty("total_tokens").GetInt64());
        Assert.Equal(truth.Consumed, usage.GetProperty("total_tokens").GetInt64());

        var stats = await GetAsync(account, "/api/inference/usage/stats");
        var final = truth.FinalUsage!;
        Assert.Equal(1, stats.GetProperty("entry_count").GetInt64());
        Assert.Equal(truth.Consumed, stats.GetProperty("total_tokens").GetInt64());
        Assert.Equal(truth.Consumed, stats.GetProperty("by_backend").GetProperty("anthropic").GetInt64());
        Assert.Equal(truth.Consumed, stats.GetProperty("by_model").GetProperty("claude-sonnet-4-5").GetInt64());
        Assert.Equal((long)final["input_tokens"]!, stats.GetProperty("input_tokens").GetInt64());
        Assert.Equal((long)final["output_tokens"]!, stats.GetProperty("output_tokens").GetInt64());
        Assert.Equal((long)final["cache_read_input_tokens"]!, stats.GetProperty("cache_read_tokens").GetInt64());
        Assert.Equal((long)final["cache_creation_input_tokens"]!, stats.GetProperty("cache_write_tokens").GetInt64());
    }

    private static async Task<JsonElement> GetAsync(Account account, string path)
    {
        using var response = await account.Client.GetAsync(path, Cancellation);
        return await WeirHost.JsonAsync(response, Cancellation);
    }
}
