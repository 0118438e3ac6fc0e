using System.CommandLine;
using System.IO.Pipelines;
using Microsoft.EntityFrameworkCore;
using Weir.Storage.Model;

namespace Weir.Exports;

/// <summary><c>weir ledger export</c>: the same file as from the endpoint, also while Weir serves.</summary>
internal static class ExportCommand
{
    private const int Failed = 1;

    private static readonly Option<string?> Format = new("--format") { Description = "csv (the default) or jsonl, a JSON object a line." };

    private static readonly Option<string?> From = new("--from") { Description = "Only what ended at this day or time (UTC) or later, as 2026-11-24." };

    private static readonly Option<string?> To = new("--to") { Description = "Only what ended before this." };

    private static readonly Option<Guid?> User = new("--user") { Description = "Only this user's, by id: \"weir user list\" shows them." };

    private static readonly Option<string?> Model = new("--model") { Description = "Only this model, as callers name it." };

    private static readonly Option<string?> Upstream = new("--upstream") { Description = "Only this upstream." };

    private static readonly Option<Guid?> Key = new("--key") { Description = "Only what came with this API key, by id." };

    private static readonly Option<string?> Outcome = new("--outcome") { Description = "Only what ended so, as \"completed\", or \"failed\"; several with commas between them." };

    private static readonly Option<FileInfo?> Output = new("--output", "-o") { Description = "The file to write, which must not exist yet; standard output by default." };

    /// <param name="services">Builds what the command works with: the store.</param>
    public static Command Create(Func<ParseResult, CancellationToken, Task<ServiceProvider>> services)
    {
        var export = new Command("export", "Write the ledger's entries as CSV or JSON Lines. Works while Weir serves.") { Format, From, To, User, Key, Model, Upstream, Outcome, Output };
        export.SetAction(async (parsed, cancellationToken) =>
        {
            var error = parsed.InvocationConfiguration.Error;
            if (ExportSelection.Parse(parsed.GetValue(Format), parsed.GetValue(From), parsed.GetValue(To), parsed.GetValue(Outcome), out var selection) is { } wrong)
            {
                await error.WriteLineAsync(wrong.Error);
                return Failed;
            }

            selection = selection with { User = parsed.GetValue(User), Key = parsed.GetValue(Key), Model = parsed.GetValue(Model), Upstream = parsed.GetValue(Upstream), IsForAdministrator = true };
            await using var provider = await services(parsed, cancellationToken);
            return await ExportAsync(provider, selection, parsed.GetValue(Output), error, cancellationToken);
        });
        return export;
    }

    /// <returns>The exit code: 0 when all of it is written.</returns>
    internal static async Task<int> ExportAsync(IServiceProvider services, ExportSelection selection, FileInfo? file, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = file is null ? Console.OpenStandardOutput() : file.Open(FileMode.CreateNew, FileAccess.Write);
            var reader = new EntryReader(services.GetRequiredService<IDbContextFactory<WeirDbContext>>(), TimeProvider.System);
            var output = PipeWriter.Create(stream);
            var count = await new UsageExport(reader).WriteAsync(selection, output, cancellationToken);
            await output.CompleteAsync();
            await error.WriteLineAsync($"Exported {count:N0} entries.");
            return 0;
        }
        catch (IOException failed)
        {
            await error.WriteLineAsync($"The export cannot be written{(file is null ? "" : $" to {file.FullName}")}: {failed.Message}");
            return Failed;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("The export was interrupted: what was written is not all of it.");
            return Failed;
        }
    }
}
