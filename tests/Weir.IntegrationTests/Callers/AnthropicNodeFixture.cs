using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Callers;

/// <summary>One run of <c>messages.mjs</c> for all tests of the class.</summary>
public sealed class AnthropicNodeFixture : IAsyncLifetime
{
    internal const long Limit = 1_000_000;

    internal static readonly string[] Models = ["claude-sonnet-4-5", "claude-haiku-4-5", "claude-opus-4-5"];

    private ScriptRun? _run;

    internal ScriptRun Run => _run!;

    public async ValueTask InitializeAsync()
    {
        await using var upstream = new FakeUpstream { Models = Models, OnRequest = Answer };
        await using var host = await WeirHost.StartAsync(upstream, CancellationToken.None);
        using var account = await host.AddAccountAsync("node", Limit, CancellationToken.None);
        var seen = await NodeScript.RunAsync("messages.mjs", host.Address.ToString(), account.Key, CancellationToken.None);
        var lines = await CallerLedger.HoldAsync(host, upstream, CancellationToken.None);
        _run = new() { Seen = seen, Book = upstream.Book, Lines = lines, Key = account.Key };
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Script Answer(ReceivedRequest request) => request.Text switch
    {
        var text when text.Contains("Stall.", StringComparison.Ordinal) => new() { Output = cap => cap, Cues = [new(Point.Tokens(5), Act.Stall)] },
        var text when text.Contains("Fail.", StringComparison.Ordinal) => Script.Failing(529, "overloaded_error", "Overloaded", ("retry-after", "7")),
        var text when text.Contains("Break.", StringComparison.Ordinal) => new() { Cues = [new(Point.Tokens(5), Act.ErrorEvent("api_error", "Broken"))] },
        var text when text.Contains("tool_result", StringComparison.Ordinal) => new() { Output = _ => 9 },
        var text when text.Contains("Use the tool.", StringComparison.Ordinal) => new() { Output = _ => 14, ThinkingTokens = 3, ToolUses = 2 },
        _ => new() { Output = _ => 12, CacheRead = 4, CacheWrite5m = 2 },
    };
}
