using System.CommandLine;
using Weir.Backups;
using Weir.Databases;
using Weir.Demo;
using Weir.Settings;

namespace Weir.IntegrationTests.Commands;

/// <summary>A long command as it ran in this process: its exit code and what it said.</summary>
internal sealed record CommandRun(int Code, string Output, string Error)
{
    public static async Task<CommandRun> OfAsync(WeirSettings settings, CancellationToken cancellationToken, params string[] arguments)
    {
        var root = new RootCommand();
        root.Add(DatabaseCommands.Create(_ => settings));
        root.Add(DemoCommands.Create(_ => settings));
        foreach (var command in BackupCommands.Create(_ => settings))
        {
            root.Add(command);
        }

        await using StringWriter output = new(), error = new();
        var code = await root.Parse(arguments).InvokeAsync(new() { Output = output, Error = error, EnableDefaultExceptionHandler = false }, cancellationToken);
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>Settings as an operator writes them for a command.</summary>
    public static WeirSettings Settings(string dataFolder, params IEnumerable<(string Name, string Value)> more)
    {
        var sources = new SettingSources();
        sources.AddVariables([new("WEIR_DATA", dataFolder), .. more.Select(setting => KeyValuePair.Create(setting.Name, setting.Value))]);
        return SettingsBinding.Bind(sources);
    }
}
