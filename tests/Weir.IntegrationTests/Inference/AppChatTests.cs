using System.Net.Http.Json;
using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Inference;

/// <summary><c>/api/inference/openai/chat/completions</c>: OpenAI's dialect for pages, which have a session and no key.</summary>
public sealed class AppChatTests
{
    private static readonly object Question = new { model = "gpt-5-mini", messages = new[] { new { role = "user", content = "What is a weir?" } } };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chat_WithASession_IsAnsweredAndCounted()
    {
        await using var upstream = new FakeUpstream { Kind = UpstreamKind.OpenAI, OnRequest = _ => new() { Output = _ => 7 } };
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);

        using var answer = await ada.Client.PostAsJsonAsync("/api/inference/openai/chat/completions", Question, Cancellation);

        var json = await WeirHost.JsonAsync(answer, Cancellation);
        Assert.StartsWith("A weir", json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.Equal(7, Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation)).Output);
    }

    [Fact]
    public async Task Chat_OverTheLimit_IsRefusedInWeirsOwnWords()
    {
        await using var upstream = new FakeUpstream { Kind = UpstreamKind.OpenAI };
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 10, Cancellation);

        using var answer = await ada.Client.PostAsJsonAsync("/api/inference/openai/chat/completions", Question, Cancellation);

        Assert.Equal(429, (int)answer.StatusCode);
        Assert.Contains("\"error\":\"Token limit exceeded\"", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Empty(upstream.Book.Attempts);
    }

    /// <summary>A page of another origin must not ride on a session.</summary>
    [Fact]
    public async Task Chat_FromAnotherOrigin_IsRefused()
    {
        await using var upstream = new FakeUpstream { Kind = UpstreamKind.OpenAI };
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/inference/openai/chat/completions") { Content = JsonContent.Create(Question), Headers = { { "Sec-Fetch-Site", "cross-site" } } };

        using var answer = await weir.Admin.SendAsync(request, Cancellation);

        Assert.Equal(403, (int)answer.StatusCode);
        Assert.Empty(upstream.Book.Attempts);
    }
}
