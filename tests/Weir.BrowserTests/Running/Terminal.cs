using System.Diagnostics;
using Xunit;

namespace Weir.BrowserTests.Running;

/// <summary>Where people paste what a page gave them.</summary>
internal static class Terminal
{
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(string pasted)
    {
        using var terminal = Process.Start(new ProcessStartInfo("bash", ["-c", pasted]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = terminal.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var printed = await terminal.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await terminal.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(terminal.ExitCode == 0, await errors);
        return printed;
    }
}
