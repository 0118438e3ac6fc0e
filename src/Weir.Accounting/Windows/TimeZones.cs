using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Weir.Accounting;

/// <summary>The time zones of the IANA database, by name, each looked up once. Safe for any number of callers at once.</summary>
public static class TimeZones
{
    /// <summary>What lies beside the zones in the database and means another zone on another machine, or counts leap seconds.</summary>
    private static readonly string[] Machinery = ["localtime", "posixrules", "Factory", "posix/", "right/"];

    /// <summary>Bounded by the names that the machine's database has: what isn't found is not kept.</summary>
    private static readonly ConcurrentDictionary<string, TimeZoneInfo> Known = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="UnknownTimeZoneException">There is none of that name.</exception>
    public static TimeZoneInfo Find(string name) => Known.TryGetValue(name, out var zone) ? zone : Known.GetOrAdd(name, LookUp(name));

    /// <summary>For checking a name before it is stored.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out TimeZoneInfo? zone)
    {
        try
        {
            zone = Find(name);
            return true;
        }
        catch (UnknownTimeZoneException)
        {
            zone = null;
            return false;
        }
    }

    private static TimeZoneInfo LookUp(string name)
    {
        if (Machinery.Any(other => name.StartsWith(other, StringComparison.OrdinalIgnoreCase)))
        {
            throw new UnknownTimeZoneException(name);
        }

        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        catch (Exception exception) when (exception is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
        {
            throw new UnknownTimeZoneException(name, exception);
        }
    }
}
