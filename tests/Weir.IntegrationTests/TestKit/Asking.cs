using System.Text;
using System.Text.Json.Nodes;
using Weir.TestKit.Upstreams;
using Weir.TestKit.Wire;

namespace Weir.IntegrationTests.TestKit;

/// <summary>Requests to the fake upstream itself.</summary>
internal static class Asking
{
    public static byte[] Message(bool stream, long maxTokens = 100, string extra = "") => Post(
        "/v1/messages",
        $$"""{"model":"claude-sonnet-4-5","max_tokens":{{maxTokens}},"stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"Hi"}]{{extra}}}""");

    public static byte[] Post(string target, string body) => RawClient.Request(
        "POST",
        target,
        [.. Version(target), ("content-type", "application/json")],
        Encoding.UTF8.GetBytes(body));

    public static byte[] Get(string target) => RawClient.Request("GET", target, Version(target), []);

    /// <summary>One exchange over a connection of its own.</summary>
    public static async Task<RawAnswer> AskAsync(FakeUpstream upstream, byte[] request, CancellationToken cancellationToken)
    {
        using var client = await RawClient.ConnectAsync(upstream.Address, cancellationToken);
        return await client.ExchangeAsync(request, cancellationToken);
    }

    /// <summary>The lines of an answer of Ollama's, or the one object that it is.</summary>
    public static JsonObject[] Lines(RawAnswer answer) =>
        [.. answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];

    /// <summary>The data of a stream's events that are JSON.</summary>
    public static JsonObject[] Events(RawAnswer answer) =>
    [
        .. answer.Text.Split('\n')
            .Where(line => line.StartsWith("data: {", StringComparison.Ordinal))
            .Select(line => JsonNode.Parse(line["data: ".Length..])!.AsObject()),
    ];

    /// <summary>Only Anthropic's clients send it.</summary>
    private static (string Name, string Value)[] Version(string target) =>
        target.StartsWith("/v1/m", StringComparison.Ordinal) ? [("anthropic-version", "2023-06-01")] : [];
}
