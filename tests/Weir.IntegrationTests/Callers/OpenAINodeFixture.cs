using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Callers;

/// <summary>One run of <c>openai.mjs</c> for all tests of the class.</summary>
public sealed class OpenAINodeFixture : IAsyncLifetime
{
    internal const string ServersKey = "sk-of-the-server";

    private ScriptRun? _run;

    internal ScriptRun Run => _run!;

    public async ValueTask InitializeAsync()
    {
        await using var upstream = new FakeUpstream { Kind = UpstreamKind.OpenAI, OnRequest = Answer };
        await using var host = await WeirHost.StartAsync(
            null,
            CancellationToken.None,
            replace: null,
            ("OPENAI_API_KEY", ServersKey),
            ("OPENAI_BASE_URL", upstream.Address.ToString()));
        using var account = await host.AddAccountAsync("node", 1_000_000, CancellationToken.None);
        var seen = await NodeScript.RunAsync("openai.mjs", host.Address.ToString(), account.Key, CancellationToken.None);
        var lines = await CallerLedger.HoldAsync(host, upstream, CancellationToken.None);
        _run = new() { Seen = seen, Book = upstream.Book, Lines = lines, Key = account.Key };
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Script Answer(ReceivedRequest request) => request.Text switch
    {
        var text when text.Contains("Stall.", StringComparison.Ordinal) => new() { Output = cap => cap, Cues = [new(Point.Tokens(5), Act.Stall)] },
        var text when text.Contains("Fail.", StringComparison.Ordinal) => Script.Failing(429, "rate_limit_exceeded", "Slow down.", ("retry-after", "7")),
        var text when text.Contains("Break.", StringComparison.Ordinal) => new() { Cues = [new(Point.Tokens(5), Act.ErrorEvent("server_error", "Broken"))] },
        var text when text.Contains("4711 mm", StringComparison.Ordinal) => new() { Output = _ => 9 },
        var text when text.Contains("Use the tool.", StringComparison.Ordinal) => new() { Output = _ => 14, ToolUses = 2 },
        _ => new() { Output = _ => 12, CacheRead = 4 },
    };
}
