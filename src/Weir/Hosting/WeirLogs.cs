using Microsoft.Extensions.Logging.Console;
using Weir.Settings;
using Weir.Web.Entry;

namespace Weir.Hosting;

/// <summary>Logs to the console: Weir's own lines, and of the frameworks' what went wrong.</summary>
internal static class WeirLogs
{
    /// <summary>
    /// What these write is the target of a request as it came, before any step of Weir: of <c>/k/&lt;key&gt;/api/chat</c> it would be a credential.
    /// </summary>
    private static readonly string[] TellTargets = ["Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.AspNetCore.Server.Kestrel.BadRequests"];

    public static void Apply(ILoggingBuilder logging, WeirSettings settings, IConfiguration configuration)
    {
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("System", LogLevel.Warning);
        // A failed statement comes back as an exception, which is logged where it ends.
        logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.None);
        // What keeps Weir from starting is said by the command, once.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        // That somebody who is not signed in was led to the sign-in is no news.
        logging.AddFilter(typeof(SessionAuthentication).FullName, LogLevel.Warning);
        // It warns of a ring that no certificate wraps. Whose files are the owner's alone is told of WEIR_MASTER_KEY by the documentation.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
        logging.AddConfiguration(configuration.GetSection("Logging"));
        logging.Services.PostConfigure<LoggerFilterOptions>(NeverLogTargets);
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

    /// <summary>
    /// Whatever the settings say. Of several rules for a category the logging takes one that names the provider, then the longest, then the
    /// last: so those that fit go, and a last one is added for each provider.
    /// </summary>
    private static void NeverLogTargets(LoggerFilterOptions options)
    {
        var providers = options.Rules.Select(rule => rule.ProviderName).Append(null).Distinct().ToList();
        foreach (var category in TellTargets)
        {
            foreach (var rule in options.Rules.Where(rule => rule.CategoryName is { } pattern && pattern.Length >= category.Length && Fits(pattern, category)).ToList())
            {
                options.Rules.Remove(rule);
            }

            foreach (var provider in providers)
            {
                options.Rules.Add(new(provider, category, LogLevel.None, filter: null));
            }
        }
    }

    /// <summary>As the logging itself compares: a beginning, and after a star an end.</summary>
    private static bool Fits(string pattern, string category)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        var (start, end) = star < 0 ? (pattern, "") : (pattern[..star], pattern[(star + 1)..]);
        return category.StartsWith(start, StringComparison.OrdinalIgnoreCase) && category.EndsWith(end, StringComparison.OrdinalIgnoreCase);
    }
}
