using System.Text;
using Weir.TestKit.Wire;

namespace Weir.IntegrationTests.Running;

/// <summary>Requests to Weir, as bytes.</summary>
internal static class Post
{
    /// <summary>As a program with an API key sends it to the native mount.</summary>
    public static byte[] Messages(string key, string body, params IEnumerable<(string Name, string Value)> headers) =>
        To("/v1/messages", body, [("x-api-key", key), ("anthropic-version", "2023-06-01"), ("content-type", "application/json"), .. headers]);

    public static byte[] To(string target, string body, params IEnumerable<(string Name, string Value)> headers) =>
        RawClient.Request("POST", target, headers, Encoding.UTF8.GetBytes(body));

    /// <summary>A small question. A model of its own name lets a test tell its ledger entry from all others.</summary>
    public static string Question(bool stream, long maxTokens = 100, string model = "claude-sonnet-4-5", string extra = "") =>
        $$"""{"model":"{{model}}","max_tokens":{{maxTokens}},"stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"Hi"}]{{extra}}}""";

    /// <summary>One exchange over a connection of its own, read to its end.</summary>
    public static async Task<RawAnswer> SendAsync(Uri address, byte[] request, CancellationToken cancellationToken)
    {
        using var client = await RawClient.ConnectAsync(address, cancellationToken);
        return await client.ExchangeAsync(request, cancellationToken);
    }
}
