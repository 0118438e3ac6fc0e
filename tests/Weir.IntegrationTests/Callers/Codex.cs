using Weir.TestKit;
using Xunit;

namespace Weir.IntegrationTests.Callers;

/// <summary>Codex as <c>codex exec</c>, in a home and a project of its own, with a provider that is nothing but a base address and a key.</summary>
internal sealed class Codex : IDisposable
{
    private readonly TempFolder _home = new();

    /// <summary>The folder it works in.</summary>
    public TempFolder Project { get; } = new();

    /// <summary>Gives it one prompt. What it says at last is its output; all else goes to its errors.</summary>
    public Task<Said> ExecAsync(Uri address, string key, string prompt, CancellationToken cancellationToken) =>
        ExecAsync(Provider(address), key, prompt, cancellationToken);

    /// <summary>The same with a file of settings as somebody wrote it.</summary>
    public async Task<Said> ExecAsync(string settings, string key, string prompt, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(_home.File("config.toml"), $"check_for_update_on_startup = false\n{settings}\n\n{AloneWithIt}", cancellationToken);
        return await NodeProgram.RunAsync(
            // Its sandbox is not what is tested, and can't be had in every container.
            [NodeProgram.Package("@openai", "codex", "bin", "codex.js"), "exec", "--skip-git-repo-check", "--strict-config", "--sandbox", "danger-full-access", prompt],
            Project.Path,
            [("HOME", _home.Path), ("CODEX_HOME", _home.Path), ("WEIR_KEY", key)],
            cancellationToken);
    }

    /// <summary>What it said when all went well.</summary>
    public static string Answer(Said said)
    {
        Assert.True(said.ExitCode == 0, said.ToString());
        return said.Output;
    }

    public void Dispose()
    {
        _home.Dispose();
        Project.Dispose();
    }

    private static string Provider(Uri address) => $"""
        model = "gpt-5.5"
        model_provider = "weir"

        [model_providers.weir]
        name = "Weir"
        base_url = "{address}v1"
        env_key = "WEIR_KEY"
        wire_api = "responses"
        """;

    /// <summary>With analytics, metrics, plugins and apps off it speaks to the base address alone.</summary>
    private const string AloneWithIt = """
        [analytics]
        enabled = false

        [otel]
        exporter = "none"
        metrics_exporter = "none"
        trace_exporter = "none"

        [features]
        apps = false
        plugins = false
        shell_snapshot = false
        """;
}
