using System.Text.Json.Nodes;
using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Callers;

/// <summary>Anthropic's SDK for TypeScript, unmodified, with Weir as its base URL.</summary>
public sealed class TypeScriptSdkTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sdk_PlainStreamedAndTools_GetsWhatTheUpstreamSent()
    {
        await using var upstream = new FakeUpstream
        {
            OnRequest = request => request.Field("tools") is null ? new() { Output = _ => 12, CacheRead = 4 } : new() { Output = _ => 20, ThinkingTokens = 6, ToolUses = 2 },
        };
        await using var host = await WeirHost.StartAsync(upstream, Cancellation);
        using var account = await host.AddAccountAsync("typescript", tokenLimit: 100_000, Cancellation);

        var seen = await NodeScript.RunAsync("messages.mjs", [("WEIR_URL", host.Address.ToString()), ("WEIR_KEY", account.Key)], Cancellation);

        var attempts = upstream.Book.Attempts;
        Assert.Equal(3, attempts.Count);
        await Task.WhenAll(attempts.Select(attempt => attempt.Done));
        AssertSame(JsonNode.Parse(attempts[0].Sent)!, seen["plain"]!);

        // The same script makes the same message, whole or in events.
        AssertSame(seen["plain"]!["content"]!, seen["streamed"]!["content"]!);
        Assert.Equal(12, (long)seen["streamed"]!["usage"]!["output_tokens"]!);
        Assert.Equal("message_start", (string)seen["events"]![0]!);
        Assert.Equal("message_stop", (string)seen["events"]!.AsArray()[^1]!);

        Assert.Equal(["thinking", "text", "tool_use", "tool_use"], seen["called"]!["content"]!.AsArray().Select(block => (string)block!["type"]!));
        Assert.Equal("""{"city":"Zürich"}""", seen["called"]!["content"]![3]!["input"]!.ToJsonString(Plain));
        Assert.Equal("tool_use", (string)seen["called"]!["stop_reason"]!);
    }

    [Fact]
    public async Task Sdk_CountModelsAndRefusal_AreAnthropics()
    {
        await using var upstream = new FakeUpstream();
        await using var host = await WeirHost.StartAsync(upstream, Cancellation);
        using var account = await host.AddAccountAsync("typescript", tokenLimit: null, Cancellation);

        var seen = await NodeScript.RunAsync("messages.mjs", [("WEIR_URL", host.Address.ToString()), ("WEIR_KEY", account.Key)], Cancellation);

        var counting = upstream.Book.Requests.Single(request => request.Path.EndsWith("/count_tokens", StringComparison.Ordinal));
        Assert.Equal(counting.InputTokens, (long)seen["counted"]!["input_tokens"]!);
        Assert.Equal(["claude-sonnet-4-5", "claude-haiku-4-5"], seen["models"]!.AsArray().Select(model => (string)model!));
        Assert.Equal("""{"name":"AuthenticationError","status":401,"type":"authentication_error"}""", seen["refused"]!.ToJsonString());
        Assert.All(upstream.Book.Requests, request => Assert.DoesNotContain("weir_", string.Join('\n', request.Head.Headers), StringComparison.Ordinal));
    }

    private static readonly System.Text.Json.JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static void AssertSame(JsonNode expected, JsonNode actual) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), $"Expected {expected.ToJsonString(Plain)}\nbut got  {actual.ToJsonString(Plain)}");
}
