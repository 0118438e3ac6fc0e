using System.Diagnostics.Metrics;
using System.Text.Json;
using Anthropic;
using Anthropic.Models.Messages;
using Microsoft.Extensions.DependencyInjection;
using OpenAI;
using OpenAI.Chat;
using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Budgets;
using Weir.IntegrationTests.Running;
using Weir.Proxy.Refusals;
using Weir.TestKit.Upstreams;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;

namespace Weir.IntegrationTests.RateLimits;

/// <summary>How a caller that asks too fast is told so, and what SDKs make of it.</summary>
public sealed class RateRefusalTests
{
    [Theory]
    [InlineData("messages", "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Rate limit of 1 request a minute of this user reached: ask again in 60 s.\",\"details\":{\"error_code\":\"rate_limit_exceeded\",")]
    [InlineData("chat", "{\"error\":{\"message\":\"Rate limit of 1 request a minute of this user reached: ask again in 60 s.\",\"type\":\"rate_limit_exceeded\",\"param\":null,\"code\":\"rate_limit_exceeded\",\"details\":{\"error_code\":\"rate_limit_exceeded\",")]
    public async Task Refusal_OnANativeMount_IsTheDialectsAndNamesTheLimit(string name, string start)
    {
        var mount = Mount.Named(name);
        var clock = NewClock();
        await using var upstream = mount.NewUpstream();
        await using var weir = await RateHost.StartAsync(upstream, clock);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        await weir.AddRateAsync(new { subject = "user", requests_per_minute = 1 });

        var answered = await Post.SendAsync(weir.Address, mount.Request(ada.Key, mount.Question(stream: false)), Cancellation);
        var refused = await Post.SendAsync(weir.Address, mount.Request(ada.Key, mount.Question(stream: false)), Cancellation);

        Assert.Equal((200, null, null), (answered.Status, answered.Head["ratelimit"], answered.Head["retry-after"]));
        Assert.NotNull(answered.Head[mount.Kind == UpstreamKind.Anthropic ? "anthropic-ratelimit-requests-limit" : "x-ratelimit-limit-requests"]);
        Assert.Equal((429, "60", null), (refused.Status, refused.Head["retry-after"], refused.Head["x-should-retry"]));
        Assert.Equal(("\"requests_per_minute\";q=1;w=60", "\"requests_per_minute\";r=0;t=60"), (refused.Head["ratelimit-policy"], refused.Head["ratelimit"]));
        Assert.Null(refused.Head["anthropic-ratelimit-requests-limit"]);
        Assert.StartsWith(start, refused.Text, StringComparison.Ordinal);
        var resets = $"{clock.GetUtcNow().AddSeconds(60).UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}";
        Assert.Contains($"\"used\":1,\"limit\":1,\"unit\":\"requests_per_minute\",\"resets_at\":\"{resets}\",\"subject\":\"user\"", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_ByWeirsOwnApi_IsFlatAndCountedByItsReason()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await RateHost.StartAsync(upstream, NewClock());
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        await weir.AddRateAsync(new { subject = "api_key", requests_per_minute = 1 });
        var counted = new List<string>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, self) => Listen(weir, instrument, self) };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => counted.Add($"{tags[0].Key}={tags[0].Value}: {value}"));
        listener.Start();

        Assert.Equal(200, (await weir.AskOwnAsync(ada.Key)).Status);
        var (status, json) = await weir.AskOwnAsync(ada.Key);

        Assert.Equal((429, "Rate limit of 1 request a minute of this API key reached: ask again in 60 s."), (status, json.GetProperty("error").GetString()));
        Assert.Equal(("api_key", "requests_per_minute", 1, 1), (json.GetProperty("subject").GetString(), json.GetProperty("unit").GetString(), json.GetProperty("used").GetInt64(), json.GetProperty("limit").GetInt64()));
        Assert.Equal(["reason=client_too_fast: 1"], counted);
    }

    /// <summary>Anthropic's SDK waits as long as it is told, and then gets its answer.</summary>
    [Fact]
    public async Task AnthropicSdk_Refused_WaitsAndAsksAgain()
    {
        var gate = new Gate();
        await using var upstream = new FakeUpstream { OnRequest = request => request.Number == 1 ? new() { Cues = [new(Point.Head, Act.Pause(gate))] } : new() };
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        await weir.AddRateAsync(new { subject = "user", concurrent = 1 });
        using var client = new AnthropicClient { BaseUrl = weir.Address.ToString().TrimEnd('/'), ApiKey = ada.Key, MaxRetries = 2 };

        var waited = await WaitedAsync(weir, gate, ada.Key, () => client.Messages.Create(
            new MessageCreateParams { Model = "claude-sonnet-4-5", MaxTokens = 100, Messages = [new UserMessageParam { Content = "Hello, Claude" }] }, Cancellation));

        Assert.True(waited >= TimeSpan.FromSeconds(1.9), $"It waited {waited}.");
        Assert.Equal(2, upstream.Book.Attempts.Count);
    }

    [Fact]
    public async Task OpenAISdk_Refused_WaitsAndAsksAgain()
    {
        var gate = new Gate();
        await using var upstream = new FakeUpstream
        {
            Kind = UpstreamKind.OpenAI,
            OnRequest = request => request.Number == 1 ? new() { Cues = [new(Point.Head, Act.Pause(gate))] } : new(),
        };
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        await weir.AddRateAsync(new { subject = "user", concurrent = 1 });
        var client = new OpenAIClient(new System.ClientModel.ApiKeyCredential(ada.Key), new OpenAIClientOptions { Endpoint = new(weir.Address, "/v1") }).GetChatClient("gpt-5-mini");

        var waited = await WaitedAsync(weir, gate, ada.Key, () => client.CompleteChatAsync([new UserChatMessage("What is a weir?")], null, Cancellation), "/v1/chat/completions");

        Assert.True(waited >= TimeSpan.FromSeconds(1.9), $"It waited {waited}.");
        Assert.Equal(2, upstream.Book.Attempts.Count);
    }

    /// <summary>How long an SDK took that was refused at first, because something else was open.</summary>
    private static async Task<TimeSpan> WaitedAsync(WeirHost weir, Gate gate, string key, Func<Task> ask, string path = "/v1/messages")
    {
        var refused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listener = new MeterListener { InstrumentPublished = (instrument, self) => Listen(weir, instrument, self) };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => refused.TrySetResult());
        listener.Start();
        var body = path == "/v1/messages" ? Post.Question(stream: false) : Mount.Named("chat").Question(stream: false);
        var open = Post.SendAsync(weir.Address, path == "/v1/messages" ? Post.Messages(key, body) : Mount.Named("chat").Request(key, body), Cancellation);
        await gate.Reached.WaitAsync(Cancellation);

        var began = TimeProvider.System.GetTimestamp();
        var answered = ask();
        await refused.Task.WaitAsync(Cancellation);
        gate.Open();
        await answered;
        var waited = TimeProvider.System.GetElapsedTime(began);
        Assert.Equal(200, (await open).Status);
        return waited;
    }

    /// <summary>To this host's refusals alone: other tests run meanwhile.</summary>
    private static void Listen(WeirHost weir, Instrument instrument, MeterListener listener)
    {
        if (instrument is { Name: "weir.refusals" } && ReferenceEquals(instrument.Meter.Scope, weir.Services.GetRequiredService<IMeterFactory>()))
        {
            listener.EnableMeasurementEvents(instrument);
        }
    }
}
