using System.CommandLine;
using System.Security.Cryptography;
using Weir.Authentication;
using Weir.Commands;
using Weir.Settings;
using Weir.Storage.Steps;

namespace Weir.Demo;

/// <summary><c>weir demo</c>: a look at Weir with people and a history in it.</summary>
internal static class DemoCommands
{
    private const int MostUsers = 2_000;

    private const int MostDays = 1_000;

    private const long MostEntries = 50_000_000;

    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";

    /// <param name="settings">Reads the settings that the command was started with.</param>
    public static Command Create(Func<ParseResult, WeirSettings> settings)
    {
        var users = Number("--users", "How many people there shall be.", 30, 1, MostUsers);
        var days = Number("--days", "How many days the ledger shall go back.", 90, 1, MostDays);
        var entries = Number("--entries", "How many entries it shall have.", 1_000_000L, 1, MostEntries);
        var seed = new Option<int>("--seed") { Description = "What chance begins with: the same seed makes the same people and the same history.", DefaultValueFactory = _ => 1 };
        var password = new Option<string?>("--password") { Description = "Everybody's password. By default one is made up, and printed." };
        var fill = new Command("seed", "Fill an empty installation with demonstration data: people, keys, budgets and a ledger that ends now. Weir must not be running.")
        {
            users, days, entries, seed, password,
        };
        fill.SetAction((parsed, cancellationToken) =>
        {
            var wish = new DemoWish(parsed.GetValue(users), parsed.GetValue(days), parsed.GetValue(entries), parsed.GetValue(seed), Checked(parsed.GetValue(password)), Now);
            return LongCommand.RunAsync(
                parsed.InvocationConfiguration.Error,
                "Nothing was kept. The command may be run again.",
                (progress, stop) => SeedAsync(settings(parsed), wish, progress, stop),
                told => TellAsync(told.Settings, wish, told.Report, parsed.InvocationConfiguration.Output),
                cancellationToken);
        });
        return new Command("demo", "Try Weir with demonstration data.") { fill };
    }

    private static DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());

    private static async Task<(WeirSettings Settings, DemoReport Report)> SeedAsync(
        WeirSettings settings, DemoWish wish, IStepProgress progress, CancellationToken cancellationToken) =>
        (settings, await new DemoSeed(settings, wish, progress).RunAsync(cancellationToken));

    private static async Task<int> TellAsync(WeirSettings settings, DemoWish wish, DemoReport report, TextWriter output)
    {
        await output.WriteLineAsync($"Filled {settings.DatabaseName} with demonstration data: {wish.Users:N0} people and {report.Ledger.Entries:N0} entries of {wish.Days:N0} days, in {report.Ledger.Windows:N0} budget windows. None of it is real.");
        await output.WriteLineAsync($"Start Weir and sign in as {report.Usernames[0]}, who is the administrator{Others(report.Usernames)}. Everybody's password is {wish.Password}");
        return 0;
    }

    private static string Others(IReadOnlyList<string> usernames) => usernames.Count > 1 ? $", or as {string.Join(", ", usernames.Skip(1).Take(3))} or another" : "";

    private static string Checked(string? password) =>
        password is null ? $"demo-{RandomNumberGenerator.GetString(Letters, 12)}"
        : PasswordRules.Broken(null, password) is { } problem ? throw new SettingsException([$"--password cannot be used. {problem}"])
        : password;

    private static Option<T> Number<T>(string name, string description, T byDefault, long least, long most)
        where T : struct, IConvertible
    {
        var option = new Option<T>(name) { Description = description, DefaultValueFactory = _ => byDefault };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<T>().ToInt64(null) is var value && (value < least || value > most))
            {
                result.AddError($"{name} must be from {least:N0} to {most:N0}.");
            }
        });
        return option;
    }
}
