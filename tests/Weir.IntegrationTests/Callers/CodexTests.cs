using System.Text.Json.Nodes;
using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Callers;

/// <summary>Codex, unmodified, with Weir as its provider.</summary>
public sealed class CodexTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Prompt_IsAnsweredAndCounted()
    {
        await using var upstream = new FakeUpstream { Kind = UpstreamKind.OpenAI, OnRequest = _ => new() { Output = _ => 12, CacheRead = 40 } };
        await using var weir = await StartAsync(upstream);
        using var ada = await weir.AddAccountAsync("ada", 10_000_000, Cancellation);
        using var codex = new Codex();

        var answer = Codex.Answer(await codex.ExecAsync(weir.Address, ada.Key, "What is a weir?", Cancellation));

        var truth = Assert.Single(upstream.Book.Attempts);
        var line = Assert.Single(await CallerLedger.HoldAsync(weir, upstream, Cancellation));
        Assert.StartsWith("A weir measures the stream, Grüße", answer, StringComparison.Ordinal);
        Assert.Equal((40L, 12L), (line.CacheRead, line.Output));
        ScriptRun.AssertKeyIsTheServers(truth.Request, "authorization", "Bearer sk-of-the-server", ada.Key);
    }

    [Fact]
    public async Task Tool_IsRunAndItsResultRead()
    {
        await using var upstream = new FakeUpstream
        {
            Kind = UpstreamKind.OpenAI,
            OnRequest = request => request.Text.Contains("function_call_output", StringComparison.Ordinal)
                ? new() { Output = _ => 9 }
                : ToolCallAnswer.Responses(request, "exec_command", new() { ["cmd"] = "cat level.txt" }),
        };
        await using var weir = await StartAsync(upstream);
        using var ada = await weir.AddAccountAsync("ada", 10_000_000, Cancellation);
        using var codex = new Codex();
        await File.WriteAllTextAsync(codex.Project.File("level.txt"), "4711 mm", Cancellation);

        var answer = Codex.Answer(await codex.ExecAsync(weir.Address, ada.Key, "Read the level.", Cancellation));

        Assert.StartsWith("A weir measures", answer, StringComparison.Ordinal);
        Assert.Equal(2, (await CallerLedger.HoldAsync(weir, upstream, Cancellation)).Count);
        Assert.DoesNotContain("4711 mm", upstream.Book.Attempts[0].Request.Text, StringComparison.Ordinal);
        Assert.Contains("4711 mm", upstream.Book.Attempts[1].Request.Text, StringComparison.Ordinal);
    }

    /// <summary>What it sends says nothing else when Weir stands between and no budget applies.</summary>
    [Fact]
    public async Task Request_ThroughWeir_IsWhatItSendsDirectly()
    {
        await using var upstream = new FakeUpstream { Kind = UpstreamKind.OpenAI };
        await using var weir = await StartAsync(upstream);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        foreach (var address in (Uri[])[upstream.Address, weir.Address])
        {
            using var codex = new Codex();
            Codex.Answer(await codex.ExecAsync(address, ada.Key, "What is a weir?", Cancellation));
        }

        Assert.Equal(2, upstream.Book.Attempts.Count);
        var (direct, passed) = (upstream.Book.Attempts[0].Request, upstream.Book.Attempts[1].Request);
        Assert.Equal(("/v1/responses", direct.Target), (direct.Target, passed.Target));
        Assert.Equal(Fields(direct), Fields(passed));
        // What lies in its input and its metadata tells of the folders and the session, which differ.
        Assert.All(
            (string[])["model", "tools", "tool_choice", "parallel_tool_calls", "reasoning", "store", "stream", "include", "text"],
            name => Assert.Equal(direct.Field(name)!.Value.GetRawText(), passed.Field(name)!.Value.GetRawText()));
        Assert.Equal(direct.Head["user-agent"], passed.Head["user-agent"]);
    }

    [Fact]
    public async Task Limit_ThatIsReached_EndsItAtOnceWithTheReason()
    {
        await using var upstream = new FakeUpstream { Kind = UpstreamKind.OpenAI };
        await using var weir = await StartAsync(upstream);
        using var ada = await weir.AddAccountAsync("ada", 1_000, Cancellation);
        using var codex = new Codex();

        var said = await codex.ExecAsync(weir.Address, ada.Key, "What is a weir?", Cancellation);

        Assert.Equal(1, said.ExitCode);
        // It shows the text of no 429; this is what it says for the code that OpenAI gives in such a case.
        Assert.Contains("Quota exceeded", said.Errors, StringComparison.Ordinal);
        Assert.Empty(upstream.Book.Attempts);
    }

    private static Task<WeirHost> StartAsync(FakeUpstream upstream) => WeirHost.StartAsync(
        null,
        Cancellation,
        replace: null,
        ("OPENAI_API_KEY", "sk-of-the-server"),
        ("OPENAI_BASE_URL", upstream.Address.ToString()));

    private static IEnumerable<string> Fields(ReceivedRequest request) =>
        JsonNode.Parse(request.Body)!.AsObject().Select(field => field.Key);
}
