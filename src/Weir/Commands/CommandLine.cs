using System.CommandLine;
using Weir.Ledger;
using Weir.Settings;
using Weir.Users;

namespace Weir.Commands;

/// <summary>What can be done from the command line. Without a command, Weir serves.</summary>
internal static class CommandLine
{
    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Weir, a self-hosted inference gateway: accounts, limits and a ledger for language models.");
        var options = new SettingOptions();
        options.AddTo(root);
        root.SetAction((parsed, _) => ServeCommand.RunAsync(options.Load(parsed)));

        var serve = new Command("serve", "Serve. This is what happens without a command, too.");
        serve.SetAction((parsed, _) => ServeCommand.RunAsync(options.Load(parsed)));
        root.Add(serve);
        root.Add(UserCommands.Create(parsed => AccountServices.Build(SettingsBinding.Bind(options.Load(parsed)))));
        root.Add(LedgerCommands.Create(parsed => SettingsBinding.Bind(options.Load(parsed))));
        // Weir stops by itself, and open streams take longer than the two seconds that are granted here otherwise.
        return root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }
}
