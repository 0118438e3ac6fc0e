using System.CommandLine;
using Weir.Commands;
using Weir.Hosting;
using Weir.Secrets;
using Weir.Settings;
using Weir.Storage.Copying;
using Weir.Storage.Postgres;
using Weir.Storage.Steps;

namespace Weir.Databases;

/// <summary><c>weir db</c>: moves an installation from SQLite to PostgreSQL.</summary>
internal static class DatabaseCommands
{
    private const string Again = "The target holds nothing of it, and nothing of the source was lost: run the command again, it begins anew.";

    /// <param name="settings">Reads the settings that the command was started with.</param>
    public static Command Create(Func<ParseResult, WeirSettings> settings)
    {
        var to = new Option<string?>("--to") { Description = "The empty PostgreSQL database, postgres://user:password@server/database. By default DATABASE_URL, which other users of this machine don't see." };
        var accept = new Option<bool>(LedgerFaults.Option) { Description = "Copy a ledger whose sums are wrong, too." };
        var copy = new Command("copy", "Copy the SQLite installation in WEIR_DATA into an empty PostgreSQL database, and check that all of it is there. Weir must not be running.")
        {
            to, accept,
        };
        copy.SetAction((parsed, cancellationToken) =>
        {
            var written = settings(parsed);
            var address = Target(written, parsed.GetValue(to));
            return LongCommand.RunAsync(
                parsed.InvocationConfiguration.Error,
                Again,
                (progress, stop) => CopyAsync(written, address, parsed.GetValue(accept), progress, stop),
                report => TellAsync(written, address, report, parsed.InvocationConfiguration.Output),
                cancellationToken);
        });
        return new Command("db", "Move to another database.") { copy };
    }

    private static PostgresAddress Target(WeirSettings settings, string? to)
    {
        var problems = new List<string>();
        var address = settings.Database;
        if (to is not null && !PostgresAddress.TryRead(to, out address, out var problem))
        {
            problems.Add($"--to cannot be used. {problem}");
        }
        else if (address is null)
        {
            problems.Add("It is not said where to copy to: set DATABASE_URL, or write --to postgres://weir:password@server:5432/weir.");
        }

        if (settings.MasterKey is null)
        {
            problems.Add($"WEIR_MASTER_KEY is missing: in PostgreSQL it wraps the key ring. For it {MasterKey.Remedy}, and keep it for serving from there.");
        }

        return problems.Count == 0 ? address! : throw new SettingsException(problems);
    }

    private static async Task<CopyReport> CopyAsync(
        WeirSettings settings, PostgresAddress address, bool acceptFaults, IStepProgress progress, CancellationToken cancellationToken)
    {
        if (!File.Exists(settings.DatabasePath))
        {
            throw new CopyRefusedException($"There is no database at {settings.DatabasePath}: say with --data where the installation is.");
        }

        using var folder = DataFolder.Take(settings.DataFolder);
        var report = await new MoveToPostgres(new(settings.DataFolder), address, settings.MasterKey!).RunAsync(acceptFaults, progress, cancellationToken);
        MovedAway.Mark(settings.DataFolder, address.ToString());
        return report;
    }

    private static async Task<int> TellAsync(WeirSettings settings, PostgresAddress address, CopyReport report, TextWriter output)
    {
        await output.WriteLineAsync(
            $"Copied {report.Rows:N0} rows in {report.Tables:N0} tables and the key ring to {address}, read them back, and added the ledger up: {report.Ledger.Entries:N0} entries in {report.Ledger.Windows:N0} budget windows.");
        await output.WriteLineAsync(
            $"Start Weir with DATABASE_URL and the same WEIR_MASTER_KEY from now on. {settings.DataFolder} is as it was, as a copy of this moment; Weir refuses to serve from it, so that nothing is counted twice.");
        return 0;
    }
}
