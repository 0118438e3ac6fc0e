using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace Weir.IntegrationTests.Callers;

/// <summary>A script of the folder <c>typescript</c>, run by Node.js. <c>./test</c> installs what it needs.</summary>
internal static class NodeScript
{
    /// <summary>Runs it to its end and returns the JSON it printed; fails with what it said when it failed.</summary>
    public static async Task<JsonNode> RunAsync(string name, IEnumerable<(string Name, string Value)> environment, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("node") { WorkingDirectory = Folder(), RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(name);
        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }

        using var node = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        try
        {
            var errors = node.StandardError.ReadToEndAsync(cancellationToken);
            var output = await node.StandardOutput.ReadToEndAsync(cancellationToken);
            await node.WaitForExitAsync(cancellationToken);
            Assert.True(node.ExitCode == 0, $"{name} ended with {node.ExitCode}:\n{output}\n{await errors}");
            return JsonNode.Parse(output)!;
        }
        finally
        {
            if (!node.HasExited)
            {
                node.Kill();
            }
        }
    }

    private static string Folder()
    {
        var folder = AppContext.BaseDirectory;
        while (!Directory.Exists(Path.Combine(folder, "typescript")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("No folder typescript above the tests.");
        }

        return Path.Combine(folder, "typescript");
    }
}
