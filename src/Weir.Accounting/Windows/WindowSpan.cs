using System.Diagnostics;

namespace Weir.Accounting;

/// <summary>
/// The time <c>[Start, End)</c> of one budget window, in UTC. The windows of a budget follow each other without gap or overlap, so
/// every instant lies in exactly one.
/// </summary>
/// <param name="Start">Its first instant.</param>
/// <param name="End">The first instant of the next window; null: without end.</param>
public readonly record struct WindowSpan(DateTimeOffset Start, DateTimeOffset? End)
{
    /// <summary>Before it there were no budgets, and the one window of kind total begins with it.</summary>
    public static readonly DateTimeOffset Earliest = DateTimeOffset.UnixEpoch;

    /// <summary>Far enough from the end of the calendar for a month to follow.</summary>
    public static readonly DateTimeOffset Latest = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The window of one kind and time zone that an instant lies in.</summary>
    /// <param name="kind">How long windows last.</param>
    /// <param name="zone">Where days and months begin; see <see cref="TimeZones.Find"/>.</param>
    /// <param name="instant">From <see cref="Earliest"/> to before <see cref="Latest"/>.</param>
    public static WindowSpan Of(WindowKind kind, TimeZoneInfo zone, DateTimeOffset instant)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(instant, Earliest);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(instant, Latest);
        if (kind == WindowKind.Total)
        {
            return new(Earliest, null);
        }

        var first = FirstDay(kind, DateOnly.FromDateTime(instant.UtcDateTime + zone.GetUtcOffset(instant)));
        var next = Next(kind, first);
        var (start, end) = (LocalMidnight.Of(first, zone), LocalMidnight.Of(next, zone));

        // Clocks that are set back just after midnight show the day before once more, but a window that has ended stays ended.
        while (end <= instant)
        {
            next = Next(kind, next);
            (start, end) = (end, LocalMidnight.Of(next, zone));
        }

        return new(start, end);
    }

    /// <summary>True for its start and false for its end.</summary>
    public bool Contains(DateTimeOffset instant) => instant >= Start && (End is not { } end || instant < end);

    private static DateOnly FirstDay(WindowKind kind, DateOnly day) => kind switch
    {
        WindowKind.Day => day,
        WindowKind.Month => new DateOnly(day.Year, day.Month, 1),
        _ => throw new UnreachableException($"There is no window {kind}."),
    };

    private static DateOnly Next(WindowKind kind, DateOnly first) => kind == WindowKind.Day ? first.AddDays(1) : first.AddMonths(1);
}
