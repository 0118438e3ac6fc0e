using System.CommandLine;
using Weir.Backups;
using Weir.Databases;
using Weir.Demo;
using Weir.Ledger;
using Weir.Settings;
using Weir.Users;

namespace Weir.Commands;

/// <summary>What can be done from the command line. Without a command, Weir serves.</summary>
internal static class CommandLine
{
    /// <summary>The exit code when a setting, an argument or an option is wrong.</summary>
    private const int WronglyUsed = 2;

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            // Weir stops by itself, and open streams take longer than the two seconds that are granted here otherwise.
            var parsed = Root().Parse(args);
            var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
            return parsed.Errors.Count > 0 ? WronglyUsed : code;
        }
        catch (SettingsException wrong)
        {
            await Console.Error.WriteLineAsync($"Weir cannot start with these settings:{Environment.NewLine}  {string.Join(Environment.NewLine + "  ", wrong.Problems)}");
            return WronglyUsed;
        }
    }

    private static RootCommand Root()
    {
        var root = new RootCommand("Weir, a self-hosted inference gateway: accounts, limits and a ledger for language models.");
        var options = new SettingOptions();
        options.AddTo(root);
        root.SetAction((parsed, _) => ServeCommand.RunAsync(options.Load(parsed)));

        var serve = new Command("serve", "Serve. This is what happens without a command, too.");
        serve.SetAction((parsed, _) => ServeCommand.RunAsync(options.Load(parsed)));
        root.Add(serve);
        root.Add(UserCommands.Create((parsed, cancellationToken) => AccountServices.OpenAsync(SettingsBinding.Bind(options.Load(parsed)), cancellationToken)));
        root.Add(LedgerCommands.Create(parsed => SettingsBinding.Bind(options.Load(parsed))));
        root.Add(DatabaseCommands.Create(parsed => SettingsBinding.Bind(options.Load(parsed))));
        root.Add(DemoCommands.Create(parsed => SettingsBinding.Bind(options.Load(parsed))));
        foreach (var command in BackupCommands.Create(parsed => SettingsBinding.Bind(options.Load(parsed))))
        {
            root.Add(command);
        }

        return root;
    }
}
