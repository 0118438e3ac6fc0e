using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Callers;

/// <summary>One run of a script against a Weir of its own: what the SDK saw, what the upstream got, what the ledger has.</summary>
internal sealed class ScriptRun
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the script printed, by the script's own names.</summary>
    public required JsonNode Seen { get; init; }

    public required TruthBook Book { get; init; }

    public required IReadOnlyList<LedgerLine> Lines { get; init; }

    /// <summary>The caller's API key.</summary>
    public required string Key { get; init; }

    /// <summary>The attempts whose request has these words, in their order.</summary>
    public IReadOnlyList<AttemptTruth> Attempts(string words) =>
        [.. Book.Attempts.Where(attempt => attempt.Request.Text.Contains(words, StringComparison.Ordinal))];

    /// <summary>What the SDK sent to a path, and the status it got.</summary>
    public IEnumerable<JsonNode> Sent(string path) =>
        Seen["sent"]!.AsArray().Where(request => new Uri((string)request!["url"]!).AbsolutePath.EndsWith(path, StringComparison.Ordinal)).Select(request => request!);

    /// <summary>Every body that the SDK sent and Weir didn't refuse arrived byte for byte, in their order, but for fields that Weir has to add.</summary>
    /// <param name="path">The path as the upstream sees it.</param>
    /// <param name="added">The fields that Weir adds where they are missing.</param>
    public void AssertBodiesArrived(string path, params string[] added)
    {
        var sent = Sent(path).Where(request => (int)request["status"]! != 400).Select(request => (string)request["body"]!).ToArray();
        var received = Book.Requests.Where(request => request.Path == path).Select(request => request.Text).ToArray();
        Assert.NotEmpty(sent);
        Assert.Equal(sent.Length, received.Length);
        foreach (var (from, to) in sent.Zip(received))
        {
            var original = JsonNode.Parse(from)!.AsObject();
            var rest = JsonNode.Parse(to)!.AsObject();
            var inserted = added.Where(name => !original.ContainsKey(name) && rest.Remove(name)).ToArray();
            if (inserted.Length > 0)
            {
                AssertSame(original, rest);
            }
            else
            {
                Assert.Equal(from, to);
            }
        }
    }

    /// <summary>The upstream got the server's key with every request, and the caller's with none, wherever it might stand.</summary>
    public void AssertKeysAreTheServers(string header, string value)
    {
        Assert.NotEmpty(Book.Requests);
        Assert.All(Book.Requests, request => AssertKeyIsTheServers(request, header, value, Key));
    }

    public static void AssertKeyIsTheServers(ReceivedRequest request, string header, string? value, string callersKey)
    {
        Assert.Equal(value, request.Head[header]);
        var all = $"{request.Target}\n{string.Join('\n', request.Head.Headers)}\n{Encoding.UTF8.GetString(request.Body)}";
        Assert.DoesNotContain(callersKey, all, StringComparison.Ordinal);
        Assert.DoesNotContain("weir_wrong", all, StringComparison.Ordinal);
    }

    public static void AssertSame(JsonNode? expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), $"Expected {expected?.ToJsonString(Plain)}\nbut got  {actual?.ToJsonString(Plain)}");
}
