using System.CommandLine;
using Weir.Commands;
using Weir.Corrections;
using Weir.Databases;
using Weir.Exports;
using Weir.Settings;
using Weir.Storage.Ledger.Verification;
using Weir.Storage.Steps;

namespace Weir.Ledger;

/// <summary><c>weir ledger</c>: what an operator asks of the ledger at the machine itself, also while Weir serves.</summary>
internal static class LedgerCommands
{
    private const int Faulty = 1;

    /// <param name="settings">Reads the settings that the command was started with.</param>
    public static Command Create(Func<ParseResult, WeirSettings> settings)
    {
        var verify = new Command("verify", "Add the whole ledger up anew, and say whether every budget window holds what it should. Exit code 1: it does not.");
        verify.SetAction((parsed, cancellationToken) => LongCommand.RunAsync(
            parsed.InvocationConfiguration.Error,
            "Nothing was changed. The command may be run again.",
            (progress, stop) => VerifyAsync(settings(parsed), progress, stop),
            report => TellAsync(report, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error),
            cancellationToken));
        Task<ServiceProvider> OpenAsync(ParseResult parsed, CancellationToken cancellationToken) => ExistingStorage.OpenAsync(settings(parsed), cancellationToken);
        return new Command("ledger", "Look after the ledger.") { verify, CorrectionCommand.Create(OpenAsync), ExportCommand.Create(OpenAsync) };
    }

    /// <exception cref="SettingsException">There is no database to work with.</exception>
    internal static async Task<LedgerReport> VerifyAsync(WeirSettings settings, IStepProgress progress, CancellationToken cancellationToken)
    {
        await using var services = await ExistingStorage.OpenAsync(settings, cancellationToken);
        return await services.GetRequiredService<LedgerVerifier>().VerifyAsync(progress, cancellationToken);
    }

    /// <returns>The exit code: 0 when all is as it should be.</returns>
    internal static async Task<int> TellAsync(LedgerReport report, TextWriter output, TextWriter error)
    {
        await output.WriteLineAsync($"Checked {report.Entries:N0} entries, {report.Pending:N0} open reservations and {report.Windows:N0} budget windows.");
        if (report.IsClean)
        {
            await output.WriteLineAsync("The ledger is clean: every window holds the sum of its entries and of its open reservations, and every attempt ended at most once.");
            return 0;
        }

        foreach (var fault in report.Faults)
        {
            await error.WriteLineAsync(fault);
        }

        await error.WriteLineAsync($"The ledger is not clean: {report.Faults.Count + report.MoreFaults:N0} faults, of which {report.Faults.Count:N0} are listed above.");
        return Faulty;
    }
}
