namespace Weir.Settings;

/// <summary>How log lines look.</summary>
internal enum LogFormat
{
    /// <summary>A line of text for people.</summary>
    Text,

    /// <summary>A JSON object a line, for collectors.</summary>
    Json,
}
