using System.Globalization;
using Weir.Errors;

namespace Weir.Exports;

/// <summary>Which entries are exported, and how.</summary>
internal sealed record ExportSelection
{
    public ExportFormat Format { get; init; }

    /// <summary>Entries that ended at this or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Entries that ended before this.</summary>
    public DateTimeOffset? To { get; init; }

    public Guid? User { get; init; }

    /// <summary>As callers named it.</summary>
    public string? Model { get; init; }

    public string? Upstream { get; init; }

    /// <summary>False: what only administrators are told is left out.</summary>
    public bool IsForAdministrator { get; init; }

    public string Extension => Format == ExportFormat.Csv ? "csv" : "jsonl";

    public IExportWriter NewWriter() => Format == ExportFormat.Csv ? new CsvWriter() : new JsonLinesWriter();

    /// <returns>What is wrong; null: nothing.</returns>
    public static ErrorResult? Parse(string? format, string? from, string? to, out ExportSelection selection)
    {
        selection = new();
        if (format is not (null or "csv" or "jsonl"))
        {
            return ErrorResult.BadRequest("\"format\" must be csv or jsonl.");
        }

        if (!TryRead(from, out var begin) || !TryRead(to, out var end))
        {
            return ErrorResult.BadRequest("\"from\" and \"to\" must be days or times, as 2026-11-24 or 2026-11-24T12:00:00Z; without a time zone they are in UTC.");
        }

        selection = new() { Format = format == "jsonl" ? ExportFormat.Jsonl : ExportFormat.Csv, From = begin, To = end };
        return null;
    }

    private static bool TryRead(string? text, out DateTimeOffset? time)
    {
        time = null;
        if (text is null)
        {
            return true;
        }

        var isRead = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var read);
        time = read;
        return isRead;
    }
}
