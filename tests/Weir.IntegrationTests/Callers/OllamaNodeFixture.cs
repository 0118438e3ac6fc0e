using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Callers;

/// <summary>One run of <c>ollama.mjs</c> in each way to name Weir as the host, for all tests of the class.</summary>
public sealed class OllamaNodeFixture : IAsyncLifetime
{
    /// <summary>At the root, with the key in a header.</summary>
    public const string Root = "root";

    /// <summary>Below <c>/ollama</c>, with the key in a header.</summary>
    public const string Mount = "mount";

    /// <summary>For programs that can't send a header: the key is part of the host's path.</summary>
    public const string KeyInPath = "key in path";

    private readonly Dictionary<string, ScriptRun> _runs = [];

    public async ValueTask InitializeAsync()
    {
        foreach (var way in (string[])[Root, Mount, KeyInPath])
        {
            _runs[way] = await RunAsync(way);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal ScriptRun Run(string way) => _runs[way];

    private static async Task<ScriptRun> RunAsync(string way)
    {
        await using var upstream = new FakeUpstream { Kind = UpstreamKind.Ollama, OnRequest = Answer };
        await using var host = await WeirHost.StartAsync(null, CancellationToken.None, replace: null, ("OLLAMA_URL", upstream.Address.ToString()));
        using var account = await host.AddAccountAsync("node", 1_000_000, CancellationToken.None);
        var inPath = await WeirHost.AddKeyAsync(account.Client, null, CancellationToken.None, allowInPath: way == KeyInPath);
        var (url, key) = way switch
        {
            Root => ($"{host.Address}", inPath),
            Mount => ($"{host.Address}ollama/", inPath),
            _ => ($"{host.Address}k/{inPath}/", null),
        };
        var seen = await NodeScript.RunAsync("ollama.mjs", url, key, CancellationToken.None, ("WEIR_WRONG_URL", url.Replace(inPath, "weir_wrong", StringComparison.Ordinal)));
        var lines = await CallerLedger.HoldAsync(host, upstream, CancellationToken.None);
        return new() { Seen = seen, Book = upstream.Book, Lines = lines, Key = inPath };
    }

    private static Script Answer(ReceivedRequest request) => request.Text switch
    {
        var text when text.Contains("Stall.", StringComparison.Ordinal) => new() { Output = cap => cap, Cues = [new(Point.Tokens(5), Act.Stall)] },
        var text when text.Contains("Fail.", StringComparison.Ordinal) => Script.Failing(503, "", "server busy, please try again."),
        var text when text.Contains("Break.", StringComparison.Ordinal) => new() { Cues = [new(Point.Tokens(5), Act.ErrorEvent("", "an error was encountered"))] },
        var text when text.Contains("4711 mm", StringComparison.Ordinal) => new() { Output = _ => 9 },
        var text when text.Contains("Use the tool.", StringComparison.Ordinal) => new() { Output = _ => 14, ToolUses = 2 },
        _ => new() { Output = _ => 12 },
    };
}
