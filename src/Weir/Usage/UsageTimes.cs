using System.Globalization;
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
