namespace Weir.Accounting;

/// <summary>
/// When a day begins: the first instant at which the clocks of a time zone show its midnight or anything later. So a midnight that the
/// clocks jump over is the jump, one that comes twice is the first, and a day that is left out begins and ends at the same instant.
/// </summary>
internal static class LocalMidnight
{
    /// <summary>More than any zone was ever ahead of or behind UTC (16 hours, before the days of standard time).</summary>
    private static readonly TimeSpan Farthest = TimeSpan.FromHours(18);

    /// <summary>No zone changed its clocks twice within it.</summary>
    private static readonly TimeSpan Stride = TimeSpan.FromHours(1);

    public static DateTimeOffset Of(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        for (var from = midnight - Farthest; ; from += Stride)
        {
            if (FirstWithin(from, from + Stride, midnight, zone) is { } first)
            {
                return new(first);
            }
        }
    }

    /// <summary>The first instant of <c>[from, to)</c> at which the clocks show midnight or later; null when they don't.</summary>
    private static DateTime? FirstWithin(DateTime from, DateTime to, DateTime midnight, TimeZoneInfo zone)
    {
        var before = zone.GetUtcOffset(from);
        var change = zone.GetUtcOffset(to) == before ? to : Change(from, to, zone);

        // Up to the change the clocks run on as they did, so they show midnight at this instant, if they get that far.
        var reached = midnight - before;
        if (reached < change)
        {
            return reached > from ? reached : from;
        }

        return change < to && change + zone.GetUtcOffset(change) >= midnight ? change : null;
    }

    /// <summary>The instant at which the clocks are changed.</summary>
    private static DateTime Change(DateTime from, DateTime to, TimeZoneInfo zone)
    {
        var before = zone.GetUtcOffset(from);
        while (to.Ticks - from.Ticks > 1)
        {
            var middle = from + ((to - from) / 2);
            if (zone.GetUtcOffset(middle) == before)
            {
                from = middle;
            }
            else
            {
                to = middle;
            }
        }

        return to;
    }
}
