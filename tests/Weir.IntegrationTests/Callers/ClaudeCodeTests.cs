using System.Text.Json.Nodes;
using Weir.Accounting;
using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Callers;

/// <summary>Claude Code, unmodified, with Weir as its base address.</summary>
public sealed class ClaudeCodeTests
{
    private const string ServersKey = "sk-ant-of-the-server";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ANTHROPIC_API_KEY")]
    [InlineData("ANTHROPIC_AUTH_TOKEN")]
    public async Task Prompt_IsAnsweredAndCounted(string variable)
    {
        await using var upstream = new FakeUpstream { OnRequest = _ => new() { Output = _ => 12, CacheRead = 40, CacheWrite1h = 30 } };
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 10_000_000, Cancellation);
        using var claude = new ClaudeCode();

        var report = ClaudeCode.Report(await claude.PrintAsync(weir.Address, (variable, ada.Key), "What is a weir?", Cancellation));

        var truth = Assert.Single(upstream.Book.Attempts);
        var line = Assert.Single(await CallerLedger.HoldAsync(weir, upstream, Cancellation));
        Assert.StartsWith("A weir measures the stream, Grüße", (string?)report["result"], StringComparison.Ordinal);
        Assert.Equal((truth.Output, 40L, 30L), ((long)report["usage"]!["output_tokens"]!, line.CacheRead, line.CacheWrite1h));
        ScriptRun.AssertKeyIsTheServers(truth.Request, "x-api-key", ServersKey, ada.Key);
        Assert.Null(truth.Request.Head["authorization"]);
    }

    [Fact]
    public async Task Tool_IsRunAndItsResultRead()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 10_000_000, Cancellation);
        using var claude = new ClaudeCode();
        var file = claude.Project.File("level.txt");
        await File.WriteAllTextAsync(file, "4711 mm", Cancellation);
        upstream.OnRequest = request => request.Text.Contains("tool_result", StringComparison.Ordinal)
            ? new() { Output = _ => 9 }
            : ToolCallAnswer.Anthropic(request, "Read", new() { ["file_path"] = file });

        var report = ClaudeCode.Report(await claude.PrintAsync(weir.Address, ("ANTHROPIC_API_KEY", ada.Key), "Read the level.", Cancellation));

        Assert.Equal(2, (int)report["num_turns"]!);
        Assert.StartsWith("A weir measures", (string?)report["result"], StringComparison.Ordinal);
        Assert.Equal(2, (await CallerLedger.HoldAsync(weir, upstream, Cancellation)).Count);
        Assert.DoesNotContain("4711 mm", upstream.Book.Attempts[0].Request.Text, StringComparison.Ordinal);
        Assert.Contains("4711 mm", upstream.Book.Attempts[1].Request.Text, StringComparison.Ordinal);
    }

    /// <summary>Ollama imitates Anthropic's API; its models serve Claude Code through Weir as they do directly.</summary>
    [Fact]
    public async Task Tool_OfAModelOfOllama_IsRunAndItsResultRead()
    {
        await using var upstream = new FakeUpstream { Kind = UpstreamKind.Ollama };
        await using var weir = await WeirHost.StartAsync(null, Cancellation, replace: null, ("OLLAMA_URL", upstream.Address.ToString()));
        using var ada = await weir.AddAccountAsync("ada", 10_000_000, Cancellation);
        using var claude = new ClaudeCode();
        var file = claude.Project.File("level.txt");
        await File.WriteAllTextAsync(file, "4711 mm", Cancellation);
        upstream.OnRequest = request => request.Text.Contains("tool_result", StringComparison.Ordinal)
            ? new() { Output = _ => 9 }
            : ToolCallAnswer.Anthropic(request, "Read", new() { ["file_path"] = file });

        var report = ClaudeCode.Report(await claude.PrintAsync(weir.Address, ("ANTHROPIC_AUTH_TOKEN", ada.Key), "Read the level.", Cancellation, "--model", "qwen3:8b"));

        Assert.StartsWith("A weir measures", (string?)report["result"], StringComparison.Ordinal);
        var lines = await CallerLedger.HoldAsync(weir, upstream, Cancellation);
        Assert.Equal(["qwen3:8b", "qwen3:8b"], lines.Select(line => line.Model));
        Assert.Contains("4711 mm", upstream.Book.Attempts[1].Request.Text, StringComparison.Ordinal);
        // Ollama has no key.
        Assert.All(upstream.Book.Requests, request => ScriptRun.AssertKeyIsTheServers(request, "authorization", null, ada.Key));
    }

    /// <summary>What it sends says nothing else when Weir stands between: betas, fields of today and of tomorrow, tools, system messages.</summary>
    [Fact]
    public async Task Request_ThroughWeir_IsWhatItSendsDirectly()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 10_000_000, Cancellation);
        foreach (var address in (Uri[])[upstream.Address, weir.Address])
        {
            using var claude = new ClaudeCode();
            ClaudeCode.Report(await claude.PrintAsync(address, ("ANTHROPIC_API_KEY", ada.Key), "What is a weir?", Cancellation));
        }

        Assert.Equal(2, upstream.Book.Attempts.Count);
        var (direct, passed) = (upstream.Book.Attempts[0].Request, upstream.Book.Attempts[1].Request);
        Assert.Equal("/v1/messages?beta=true", direct.Target);
        Assert.Equal(direct.Target, passed.Target);
        Assert.Equal(Fields(direct), Fields(passed));
        // What lies in its messages and its metadata tells of the folders, which differ.
        Assert.All(
            (string[])["model", "max_tokens", "stream", "thinking", "output_config", "context_management", "tools"],
            name => Assert.Equal(direct.Field(name)!.Value.GetRawText(), passed.Field(name)!.Value.GetRawText()));
        Assert.All(
            (string[])["anthropic-beta", "anthropic-version", "anthropic-dangerous-direct-browser-access", "user-agent", "x-app"],
            name => Assert.Equal(direct.Head[name], passed.Head[name]));
        Assert.True(direct.Head["anthropic-beta"]!.Split(',').Length > 5, direct.Head["anthropic-beta"]);
        Assert.Contains(passed.Field("messages")!.Value.EnumerateArray(), message => message.GetProperty("role").ValueEquals("system"));
    }

    [Fact]
    public async Task Stream_ThatBreaks_IsAskedAgainAndEachTryCounted()
    {
        var asked = 0;
        await using var upstream = new FakeUpstream
        {
            OnRequest = request => request.Path == "/v1/messages" && asked++ == 0 ? new() { Cues = [new(Point.Tokens(5), Act.ErrorEvent("api_error", "Broken"))] } : new() { Output = _ => 9 },
        };
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 10_000_000, Cancellation);
        using var claude = new ClaudeCode();

        var report = ClaudeCode.Report(await claude.PrintAsync(weir.Address, ("ANTHROPIC_API_KEY", ada.Key), "What is a weir?", Cancellation));

        Assert.StartsWith("A weir measures", (string?)report["result"], StringComparison.Ordinal);
        var lines = await CallerLedger.HoldAsync(weir, upstream, Cancellation);
        Assert.Equal([AttemptOutcome.UpstreamError, AttemptOutcome.Completed], lines.Select(line => line.Outcome));
    }

    /// <summary>Left to itself it tries again for minutes.</summary>
    [Theory]
    [InlineData(1_000, null, "Token limit exceeded")]
    [InlineData(10_000_000, "weir_wrong", "The credential is wrong, revoked or expired.")]
    public async Task Refusal_ThatWaitingDoesNotMend_EndsItAtOnceWithTheReason(long limit, string? wrongKey, string reason)
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", limit, Cancellation);
        using var claude = new ClaudeCode();

        var started = TimeProvider.System.GetTimestamp();
        var said = await claude.PrintAsync(weir.Address, ("ANTHROPIC_API_KEY", wrongKey ?? ada.Key), "What is a weir?", Cancellation);

        Assert.Equal(1, said.ExitCode);
        Assert.Contains(reason, said.Output, StringComparison.Ordinal);
        Assert.Empty(upstream.Book.Attempts);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 0, 60);
    }

    private static IEnumerable<string> Fields(ReceivedRequest request) =>
        JsonNode.Parse(request.Body)!.AsObject().Select(field => field.Key);
}
