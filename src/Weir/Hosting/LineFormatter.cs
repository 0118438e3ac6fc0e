using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Weir.Hosting;

/// <summary>
/// A log entry as one line for people: <c>2026-11-23 17:20:55.515Z info  Weir.Hosting.StartBanner: Everything is kept in …</c>. What callers sent cannot begin
/// a line of its own; only an exception takes more, indented.
/// </summary>
internal sealed class LineFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write(time.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss.fff'Z' ", CultureInfo.InvariantCulture));
        textWriter.Write(Level(logEntry.LogLevel));
        textWriter.Write(logEntry.Category);
        textWriter.Write(": ");
        foreach (var c in logEntry.Formatter(logEntry.State, logEntry.Exception))
        {
            textWriter.Write(char.IsControl(c) ? ' ' : c);
        }

        textWriter.WriteLine();
        if (logEntry.Exception is { } failure)
        {
            textWriter.Write("  ");
            textWriter.WriteLine(failure.ToString().ReplaceLineEndings(Environment.NewLine + "  "));
        }
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace ",
        LogLevel.Debug => "debug ",
        LogLevel.Information => "info  ",
        LogLevel.Warning => "warn  ",
        LogLevel.Error => "error ",
        _ => "fatal ",
    };
}
