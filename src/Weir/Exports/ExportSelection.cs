using Weir.Errors;
using Weir.Requests;
using Weir.Usage;

namespace Weir.Exports;

/// <summary>Which entries are exported, and how.</summary>
internal sealed record ExportSelection : EntryFilter
{
    public ExportFormat Format { get; init; }

    /// <summary>False: what only administrators are told is left out.</summary>
    public bool IsForAdministrator { get; init; }

    public string Extension => Format == ExportFormat.Csv ? "csv" : "jsonl";

    public IExportWriter NewWriter() => Format == ExportFormat.Csv ? new CsvWriter() : new JsonLinesWriter();

    /// <returns>What is wrong; null: nothing.</returns>
    public static ErrorResult? Parse(string? format, string? from, string? to, string? outcome, out ExportSelection selection)
    {
        selection = new();
        if (format is not (null or "csv" or "jsonl"))
        {
            return ErrorResult.BadRequest("\"format\" must be csv or jsonl.");
        }

        if (UsageTimes.Read(from, to, out var times) is { } wrong)
        {
            return wrong;
        }

        if (ReadOutcomes(outcome, out var outcomes) is { } unknown)
        {
            return unknown;
        }

        selection = new() { Format = format == "jsonl" ? ExportFormat.Jsonl : ExportFormat.Csv, From = times.From, To = times.To, Outcomes = outcomes };
        return null;
    }
}
