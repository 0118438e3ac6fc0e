using Weir.Connect;
using Weir.IntegrationTests.Callers;
using Weir.Proxy.Dialects;
using Xunit;

namespace Weir.IntegrationTests.Connect;

/// <summary>Snippets are pasted and run as they are, against a real Weir with a fake upstream, and each asks one question that is counted.</summary>
public sealed class SnippetTests
{
    private const string Answer = "A weir measures the stream";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Every client, so that none is forgotten below.</summary>
    [Fact]
    public void Clients_AreThoseThatAreTestedHere() => Assert.Equal(
        [
            "claude-code", "codex", "anthropic-python", "anthropic-typescript", "anthropic-csharp", "openai-python", "openai-typescript", "openai-csharp",
            "ollama-cli", "ollama-python", "ollama-javascript", "ollama-csharp", "curl", "fetch",
        ],
        ConnectClients.All.Select(client => client.Id));

    [Theory]
    [InlineData("anthropic-csharp")]
    [InlineData("openai-csharp")]
    [InlineData("ollama-csharp")]
    public async Task CSharp_CompilesAndIsAnswered(string client)
    {
        await using var place = await SnippetPlace.StartAsync(client, Cancellation);

        await place.AssertAnsweredAsync(await SnippetRun.CSharpAsync(place.Snippets[^1], Cancellation));
    }

    [Theory]
    [InlineData("anthropic-typescript")]
    [InlineData("openai-typescript")]
    [InlineData("ollama-javascript")]
    public async Task JavaScript_IsAnswered(string client)
    {
        await using var place = await SnippetPlace.StartAsync(client, Cancellation);

        await place.AssertAnsweredAsync(await SnippetRun.NodeAsync(place.Snippets[^1], Cancellation));
    }

    [Theory]
    [InlineData(Dialect.Anthropic)]
    [InlineData(Dialect.OpenAI)]
    [InlineData(Dialect.Ollama)]
    public async Task Curl_IsAnswered(Dialect dialect)
    {
        await using var place = await SnippetPlace.StartAsync("curl", Cancellation, dialect, facts => facts with { Question = "What's a \"weir\"? Grüße", System = "It's brief.", Temperature = 0.5 });

        await place.AssertAnsweredAsync(await SnippetRun.ShellAsync(Assert.Single(place.Snippets).Text, "", Cancellation));

        Assert.Contains("What's a \\\"weir\\\"? Grüße", place.Upstream.Book.Requests[^1].Text, StringComparison.Ordinal);
        Assert.Contains("It's brief.", place.Upstream.Book.Requests[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClaudeCode_IsAnswered()
    {
        await using var place = await SnippetPlace.StartAsync("claude-code", Cancellation);
        using var claude = new ClaudeCode();

        // What the terminal's lines set and start, with a prompt added to it.
        var lines = place.Snippets[0].Text.Split('\n');
        Assert.Equal([$"export ANTHROPIC_BASE_URL={place.Facts.Base}", $"export ANTHROPIC_AUTH_TOKEN={place.Facts.Key}", $"claude --model {place.Facts.Model}"], lines);
        var said = await claude.PrintAsync(new(place.Facts.Base), ("ANTHROPIC_AUTH_TOKEN", place.Facts.Key), "What is a weir?", Cancellation, "--model", place.Facts.Model);

        Assert.StartsWith(Answer, (string?)ClaudeCode.Report(said)["result"], StringComparison.Ordinal);
        await place.AssertCountedAsync();
    }

    [Fact]
    public async Task Codex_TakesTheFileAsItIs()
    {
        await using var place = await SnippetPlace.StartAsync("codex", Cancellation);
        using var codex = new Codex();

        var said = await codex.ExecAsync(place.Snippets[0].Text, place.Facts.Key, "What is a weir?", Cancellation);

        Assert.StartsWith(Answer, Codex.Answer(said), StringComparison.Ordinal);
        Assert.Equal([$"export WEIR_KEY={place.Facts.Key}", "codex"], place.Snippets[1].Text.Split('\n'));
        await place.AssertCountedAsync();
    }

    /// <summary>Ollama's program is not here: what it sends to the address that the snippet gives it is what is tried.</summary>
    [Fact]
    public async Task OllamasCommandLine_FindsItsApiAtTheAddress()
    {
        await using var place = await SnippetPlace.StartAsync("ollama-cli", Cancellation);
        var address = place.Snippets[0].Text.Split('\n')[0]["export OLLAMA_HOST=".Length..];

        var said = await SnippetRun.ShellAsync($"curl -s {address}/api/chat -d '{{\"model\":\"{place.Facts.Model}\",\"messages\":[{{\"role\":\"user\",\"content\":\"What is a weir?\"}}]}}'", "", Cancellation);

        Assert.Contains("\"done\":true", said.Output, StringComparison.Ordinal);
        await place.AssertCountedAsync();
    }

    [Theory]
    [InlineData("anthropic-python")]
    [InlineData("openai-python")]
    [InlineData("ollama-python")]
    public async Task Python_CompilesWherePythonIs(string client)
    {
        var facts = new SnippetFacts(new("http://127.0.0.1:3000"), "weir_key", "claude-sonnet-5-5", ConnectClients.Find(client)!.Dialects[0])
        {
            Question = "Say \"Grüße\\n\"",
            System = "Be 'brief'.",
            Temperature = 0.25,
        };

        var said = await SnippetRun.CheckPythonAsync(ConnectClients.Find(client)!.Write(facts)[^1], Cancellation);

        Assert.SkipWhen(said is null, "There is no Python on this machine.");
        Assert.True(said!.ExitCode == 0, said.ToString());
    }

    [Fact]
    public async Task Parameters_StandInProgramsThatCompile()
    {
        foreach (var client in new[] { "anthropic-csharp", "openai-csharp" })
        {
            await using var place = await SnippetPlace.StartAsync(client, Cancellation, write: facts => facts with { System = "Be \"brief\".", Temperature = 0.25, MaxTokens = 99 });

            await place.AssertAnsweredAsync(await SnippetRun.CSharpAsync(place.Snippets[^1], Cancellation));

            Assert.Contains("Be \\\"brief\\\".", place.Upstream.Book.Requests[^1].Text, StringComparison.Ordinal);
            Assert.Equal(client == "openai-csharp", place.Upstream.Book.Requests[^1].Text.Contains("\"temperature\":0.25", StringComparison.Ordinal));
        }
    }
}
