using System.Text.Json.Nodes;
using Weir.TestKit;
using Xunit;

namespace Weir.IntegrationTests.Callers;

/// <summary>Claude Code in print mode, in a home and a project of its own, told of nothing but a base address and a key.</summary>
internal sealed class ClaudeCode : IDisposable
{
    private readonly TempFolder _home = new();

    /// <summary>The folder it works in.</summary>
    public TempFolder Project { get; } = new();

    /// <summary>Gives it one prompt. Its output is JSON.</summary>
    /// <param name="address">Of Weir, or of an upstream.</param>
    /// <param name="credential">The variable that holds the key, and the key.</param>
    /// <param name="prompt">What it is asked.</param>
    /// <param name="cancellationToken">The test's.</param>
    /// <param name="options">Of its command line.</param>
    public Task<Said> PrintAsync(Uri address, (string Name, string Value) credential, string prompt, CancellationToken cancellationToken, params IEnumerable<string> options) =>
        NodeProgram.RunAsync(
            [NodeProgram.Package("@anthropic-ai", "claude-code", "cli-wrapper.cjs"), "-p", prompt, "--output-format", "json", .. options],
            Project.Path,
            [
                ("HOME", _home.Path),
                ("CLAUDE_CONFIG_DIR", _home.File(".claude")),
                ("ANTHROPIC_BASE_URL", address.ToString().TrimEnd('/')),
                credential,
                // With these it speaks to the base address alone.
                ("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1"),
                ("DISABLE_AUTOUPDATER", "1"),
            ],
            cancellationToken);

    /// <summary>What it reported of a run that went well.</summary>
    public static JsonNode Report(Said said)
    {
        Assert.True(said.ExitCode == 0, said.ToString());
        return JsonNode.Parse(said.Output)!;
    }

    public void Dispose()
    {
        _home.Dispose();
        Project.Dispose();
    }
}
