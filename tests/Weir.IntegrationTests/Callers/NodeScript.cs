using System.Text.Json.Nodes;
using Xunit;

namespace Weir.IntegrationTests.Callers;

/// <summary>A script of the folder <c>node</c> that calls Weir by an SDK and prints what the SDK made of the answers.</summary>
internal static class NodeScript
{
    /// <summary>Runs it to its end and returns the JSON it printed; fails with what it said when it failed.</summary>
    /// <param name="name">The script's file.</param>
    /// <param name="url">Where Weir is; ends in a slash.</param>
    /// <param name="key">An API key; null when the address holds it.</param>
    /// <param name="cancellationToken">The test's.</param>
    /// <param name="environment">Further variables.</param>
    public static async Task<JsonNode> RunAsync(
        string name,
        string url,
        string? key,
        CancellationToken cancellationToken,
        params IEnumerable<(string Name, string Value)> environment)
    {
        NodeProgram.Package();
        (string, string)[] given = key is null ? [("WEIR_URL", url)] : [("WEIR_URL", url), ("WEIR_KEY", key)];
        var said = await NodeProgram.RunAsync([name], NodeProgram.Folder, [.. given, .. environment], cancellationToken);
        Assert.True(said.ExitCode == 0, $"{name}: {said}");
        return JsonNode.Parse(said.Output)!;
    }
}
