using System.Text.Json;
using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Connect;

public sealed class ArrivalsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Listener_HearsOwnRequestsFromArrivalToTokens()
    {
        await using var upstream = new FakeUpstream { OnRequest = _ => new() { Output = _ => 12 } };
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);
        using var bob = await weir.AddAccountAsync("bob", 1_000_000, Cancellation);
        using var heard = await HearAsync(ada.Client);

        await Post.SendAsync(weir.Address, Post.Messages(bob.Key, Post.Question(stream: true)), Cancellation);
        await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true)), Cancellation);

        var events = new[] { await NextAsync(heard), await NextAsync(heard), await NextAsync(heard), await NextAsync(heard) };
        Assert.Equal(["arrived", "sent", "first_byte", "ended"], events.Select(each => each.GetProperty("stage").GetString()));
        Assert.Single(events.Select(each => each.GetProperty("id").GetString()).Distinct());
        Assert.Equal("/v1/messages", events[0].GetProperty("path").GetString());
        Assert.Equal((12, "completed"), (events[3].GetProperty("output_tokens").GetInt32(), events[3].GetProperty("outcome").GetString()));
    }

    [Fact]
    public async Task Listener_WithAKey_HearsWhyARequestIsRefused()
    {
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 10, Cancellation);
        using var client = new HttpClient { BaseAddress = weir.Address, DefaultRequestHeaders = { { "x-api-key", ada.Key } } };
        using var heard = await HearAsync(client);

        await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: false)), Cancellation);

        Assert.Equal("arrived", (await NextAsync(heard)).GetProperty("stage").GetString());
        var refused = await NextAsync(heard);
        Assert.Equal(
            ("refused", 429, "client_budget_exceeded", "Token limit exceeded"),
            (refused.GetProperty("stage").GetString(), refused.GetProperty("status").GetInt32(), refused.GetProperty("reason").GetString(), refused.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task Listener_WhoseKeyIsRevoked_HearsNoMore()
    {
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        using var client = new HttpClient { BaseAddress = weir.Address, DefaultRequestHeaders = { { "x-api-key", ada.Key } } };
        using var heard = await HearAsync(client);

        var keys = await WeirHost.JsonAsync(await ada.Client.GetAsync(new Uri("/api/keys", UriKind.Relative), Cancellation), Cancellation);
        using var revoked = await ada.Client.DeleteAsync(new Uri($"/api/keys/{keys[0].GetProperty("id").GetString()}", UriKind.Relative), Cancellation);
        Assert.True(revoked.IsSuccessStatusCode);

        Assert.Null(await heard.ReadLineAsync(Cancellation));
    }

    [Fact]
    public async Task Listener_BeyondTen_IsToldToCloseOne()
    {
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        var heard = new List<StreamReader>();
        for (var i = 0; i < 10; i++)
        {
            heard.Add(await HearAsync(weir.Admin));
        }

        using var refused = await weir.Admin.GetAsync(new Uri("/api/inference/arrivals", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancellation);
        heard.ForEach(each => each.Dispose());

        Assert.Equal(429, (int)refused.StatusCode);
        Assert.Contains("close a page or a terminal", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    /// <returns>What comes after the line that says that it has begun.</returns>
    private static async Task<StreamReader> HearAsync(HttpClient client)
    {
        var answer = await client.GetAsync(new Uri("/api/inference/arrivals", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancellation));
        Assert.Equal(": listening", await reader.ReadLineAsync(Cancellation));
        Assert.Equal("", await reader.ReadLineAsync(Cancellation));
        return reader;
    }

    private static async Task<JsonElement> NextAsync(StreamReader heard)
    {
        while (await heard.ReadLineAsync(Cancellation) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return JsonElement.Parse(line["data: ".Length..]);
            }
        }

        throw new EndOfStreamException("Nothing more was told.");
    }
}
