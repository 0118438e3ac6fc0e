using System.Globalization;
using Weir.Accounting;
using Weir.Errors;

namespace Weir.Usage;

/// <summary>The bounds that a query names by <c>from</c> and <c>to</c>.</summary>
internal static class UsageTimes
{
    /// <returns>What is wrong; null: nothing.</returns>
    public static ErrorResult? Read(string? from, string? to, out (DateTimeOffset? From, DateTimeOffset? To) times)
    {
        var isRead = TryRead(from, out var begin) & TryRead(to, out var end);
        times = (begin, end);
        return isRead ? null : ErrorResult.BadRequest("\"from\" and \"to\" must be days or times, as 2026-11-24 or 2026-11-24T12:00:00Z; without a time zone they are in UTC.");
    }

    /// <param name="name">By the IANA database; null: UTC.</param>
    /// <param name="zone">UTC when it is wrong.</param>
    /// <returns>What is wrong; null: nothing.</returns>
    public static ErrorResult? ReadZone(string? name, out TimeZoneInfo zone)
    {
        zone = TimeZoneInfo.Utc;
        if (string.IsNullOrEmpty(name))
        {
            return null;
        }

        if (!TimeZones.TryFind(name, out var found))
        {
            return ErrorResult.BadRequest("\"zone\" must be the name of a time zone, as Europe/Berlin.");
        }

        zone = found;
        return null;
    }

    private static bool TryRead(string? text, out DateTimeOffset? time)
    {
        time = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        var isRead = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var read);
        time = read;
        return isRead;
    }
}
