using Microsoft.Extensions.Logging.Console;
using Weir.Settings;

namespace Weir.Hosting;

/// <summary>Logs to the console: Weir's own lines, and of the frameworks' what went wrong.</summary>
internal static class WeirLogs
{
    public static void Apply(ILoggingBuilder logging, WeirSettings settings, IConfiguration configuration)
    {
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("System", LogLevel.Warning);
        // A failed statement comes back as an exception, which is logged where it ends.
        logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.None);
        // What keeps Weir from starting is said by the command, once.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        // It warns of a ring that no certificate wraps. Whose files are the owner's alone is told of WEIR_MASTER_KEY by the documentation.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
        logging.AddConfiguration(configuration.GetSection("Logging"));
        if (settings.Log == LogFormat.Json)
        {
            logging.AddJsonConsole(console =>
            {
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "O";
            });
        }
        else
        {
            logging.AddConsole(console => console.FormatterName = LineFormatter.FormatterName);
            logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        }
    }
}
