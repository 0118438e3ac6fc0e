using System.Text;
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
        [("anthropic-version", "2023-06-01"), ("content-type", "application/json")],
        Encoding.UTF8.GetBytes(body));

    /// <summary>One exchange over a connection of its own.</summary>
    public static async Task<RawAnswer> AskAsync(FakeUpstream upstream, byte[] request, CancellationToken cancellationToken)
    {
        using var client = await RawClient.ConnectAsync(upstream.Address, cancellationToken);
        return await client.ExchangeAsync(request, cancellationToken);
    }
}
