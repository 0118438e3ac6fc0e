namespace Weir.Exports;

/// <summary>How an export is written.</summary>
internal enum ExportFormat
{
    /// <summary>Comma-separated values by RFC 4180, in UTF-8 and with a line of names.</summary>
    Csv,

    /// <summary>A JSON object a line.</summary>
    Jsonl,
}
