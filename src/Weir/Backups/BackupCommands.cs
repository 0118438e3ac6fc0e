using System.CommandLine;
using Weir.Commands;
using Weir.Databases;
using Weir.Hosting;
using Weir.Settings;
using Weir.Storage.Copying;
using Weir.Storage.Ledger.Verification;
using Weir.Storage.Steps;

namespace Weir.Backups;

/// <summary><c>weir backup</c> and <c>weir restore</c>: all that Weir keeps, in one file, and back.</summary>
internal static class BackupCommands
{
    /// <param name="settings">Reads the settings that the command was started with.</param>
    public static IEnumerable<Command> Create(Func<ParseResult, WeirSettings> settings)
    {
        yield return CreateBackup(settings);
        yield return CreateRestore(settings);
    }

    private static Command CreateBackup(Func<ParseResult, WeirSettings> settings)
    {
        var to = new Argument<string>("file") { Description = "The file to make, or a folder to make one in." };
        var force = new Option<bool>("--force") { Description = "Replace the file if it is there." };
        var backup = new Command("backup", "Write everything that Weir keeps into one file, while it serves or not.") { to, force };
        backup.SetAction((parsed, cancellationToken) => LongCommand.RunAsync(
            parsed.InvocationConfiguration.Error,
            "No file was made. The command may be run again.",
            (progress, stop) => BackUpAsync(settings(parsed), parsed.GetRequiredValue(to), parsed.GetValue(force), progress, stop),
            made => TellAsync(settings(parsed), made, parsed.InvocationConfiguration),
            cancellationToken));
        return backup;
    }

    private static Command CreateRestore(Func<ParseResult, WeirSettings> settings)
    {
        var from = new Argument<string>("file") { Description = "A file that weir backup made." };
        var force = new Option<bool>("--force") { Description = "Also when the data folder holds an installation, which is moved aside within it." };
        var accept = new Option<bool>(LedgerFaults.Option) { Description = "Restore a ledger whose sums are wrong, too." };
        var restore = new Command("restore", "Check a backup and put it into an empty data folder, or with DATABASE_URL into an empty database. Weir must not be running.") { from, force, accept };
        restore.SetAction((parsed, cancellationToken) => LongCommand.RunAsync(
            parsed.InvocationConfiguration.Error,
            "Nothing was restored, and what was there before is there. The command may be run again.",
            (progress, stop) => RestoreAsync(
                settings(parsed), new(parsed.GetRequiredValue(from), parsed.GetValue(force), parsed.GetValue(accept)), progress, stop),
            restored => TellAsync(restored, parsed.InvocationConfiguration.Output),
            cancellationToken));
        return restore;
    }

    private static async Task<(string Path, CopyReport Report)> BackUpAsync(
        WeirSettings settings, string to, bool isForced, IStepProgress progress, CancellationToken cancellationToken)
    {
        await using var services = await ExistingStorage.OpenAsync(settings, cancellationToken);
        return await new Backup(services, new(settings.Database is null ? settings.DataFolder : "")).RunAsync(to, isForced, progress, cancellationToken);
    }

    private static async Task<int> TellAsync(WeirSettings settings, (string Path, CopyReport Report) made, InvocationConfiguration talk)
    {
        var (path, report) = made;
        await talk.Output.WriteLineAsync($"Backed up {report.Rows:N0} rows in {report.Tables:N0} tables and the key ring to {path} ({new FileInfo(path).Length / HashedCopy.Kibi:N0} KiB).");
        await talk.Output.WriteLineAsync(
            settings.MasterKey is null
                ? "Who has this file has the keys of upstreams: keep it as you keep the data folder."
                : "The master key is not in it. Keep WEIR_MASTER_KEY elsewhere, and not only here.");
        if (report.Ledger.IsClean)
        {
            return 0;
        }

        await talk.Error.WriteLineAsync(
            $"The ledger in it is not clean ({report.Ledger.Faults[0]}): \"weir ledger verify\" says more, and restoring it will want {LedgerFaults.Option}.");
        return LongCommand.Failed;
    }

    private static Task<Restored> RestoreAsync(WeirSettings settings, Wish wish, IStepProgress progress, CancellationToken cancellationToken) => settings.Database is null
        ? RestoreFilesAsync(settings, wish, progress, cancellationToken)
        : RestoreDatabaseAsync(settings, wish, progress, cancellationToken);

    private static async Task<Restored> RestoreFilesAsync(WeirSettings settings, Wish wish, IStepProgress progress, CancellationToken cancellationToken)
    {
        using var folder = DataFolder.TakeForRestore(settings.DataFolder);
        var restore = new Restore(folder);
        // After an interrupted one its keys may be in place already.
        if (File.Exists(settings.DatabasePath) || (new DataFiles(settings.DataFolder).HoldAnything && !Directory.Exists(folder.Restoring)))
        {
            if (!wish.IsForced)
            {
                throw new CopyRefusedException($"{settings.DataFolder} holds an installation. Name an empty folder with --data, or add --force to have what is there moved aside.");
            }
        }

        try
        {
            var report = await restore.PrepareAsync(wish.Path, wish.AcceptsFaults, progress, cancellationToken);
            return new(settings.DataFolder, report, restore.Place());
        }
        catch
        {
            restore.Discard();
            throw;
        }
    }

    private static async Task<Restored> RestoreDatabaseAsync(WeirSettings settings, Wish wish, IStepProgress progress, CancellationToken cancellationToken)
    {
        using var folder = DataFolder.TakeForRestore(settings.DataFolder);
        var restore = new Restore(folder);
        try
        {
            await restore.PrepareAsync(wish.Path, wish.AcceptsFaults, progress, cancellationToken);
            var report = await new MoveToPostgres(restore.Prepared, settings.Database!, settings.MasterKey!).RunAsync(wish.AcceptsFaults, progress, cancellationToken);
            return new(settings.DatabaseName, report.Ledger, null);
        }
        finally
        {
            restore.Discard();
        }
    }

    private static async Task<int> TellAsync(Restored restored, TextWriter output)
    {
        var ledger = restored.Ledger;
        await output.WriteLineAsync(
            $"Restored to {restored.Where}: {ledger.Entries:N0} entries in {ledger.Windows:N0} budget windows. What was open at the time of the backup ({ledger.Pending:N0} reservations) is posted by estimate when Weir starts.");
        if (restored.Replaced is not null)
        {
            await output.WriteLineAsync($"What was there before lies in {restored.Replaced}: remove it when you don't need it any more.");
        }

        return 0;
    }

    /// <summary>What the operator asked of a restore.</summary>
    private sealed record Wish(string Path, bool IsForced, bool AcceptsFaults);

    /// <summary>What was restored.</summary>
    /// <param name="Where">The data folder, or the database.</param>
    /// <param name="Ledger">What the ledger in it holds.</param>
    /// <param name="Replaced">Where what was there before lies now; null: there was nothing.</param>
    private sealed record Restored(string Where, LedgerReport Ledger, string? Replaced);
}
