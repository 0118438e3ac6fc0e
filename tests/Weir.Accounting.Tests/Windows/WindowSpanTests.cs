using System.Globalization;
using CsCheck;

namespace Weir.Accounting.Tests.Windows;

public sealed class WindowSpanTests
{
    private static readonly TimeZoneInfo[] Known = [.. TimeZoneInfo.GetSystemTimeZones()];

    private static readonly Gen<TimeZoneInfo> Zones = Gen.Int[0, Known.Length - 1].Select(index => Known[index]);

    private static readonly Gen<DateTimeOffset> Instants = Gen.Select(
        Gen.Long[0, 70L * 366 * 24], Gen.Long[0, TimeSpan.TicksPerHour - 1], (hours, ticks) => WindowSpan.Earliest.AddHours(hours).AddTicks(ticks));

    /// <summary>Half of the instants lie within a day and a half of a change of the zone's clocks, and many of those beside an hour's edge.</summary>
    private static readonly Gen<Moment> Moments = Gen.Select(
        Gen.Bool, Zones, Instants, Gen.Bool, Gen.Long[-36, 36], Gen.OneOf(Gen.Long[-1, 1], Gen.Long[0, TimeSpan.TicksPerHour]),
        (isMonth, zone, instant, nearChange, hours, ticks) => new Moment(
            isMonth ? WindowKind.Month : WindowKind.Day,
            zone,
            nearChange && NextChange(zone, instant) is { } change ? change.AddHours(hours).AddTicks(ticks) : instant));

    [Fact]
    public void Of_AnyInstantAndZone_HoldsItAndIsTheSameForItsEdges() => Moments.Sample(
        moment =>
        {
            var (kind, zone, instant) = moment;
            var window = WindowSpan.Of(kind, zone, instant);
            return window.Contains(instant)
                && (window.Start < WindowSpan.Earliest || WindowSpan.Of(kind, zone, window.Start) == window)
                && WindowSpan.Of(kind, zone, window.End!.Value.AddTicks(-1)) == window;
        },
        iter: 20_000);

    [Fact]
    public void Of_TheEndOfAWindow_IsTheStartOfTheNext() => Moments.Sample(
        moment =>
        {
            var (kind, zone, instant) = moment;
            var window = WindowSpan.Of(kind, zone, instant);
            return WindowSpan.Of(kind, zone, window.End!.Value).Start == window.End && !window.Contains(window.End.Value);
        },
        iter: 20_000);

    /// <summary>Walks the clocks: before the window they show earlier dates only, in it none later than its own, and at its end a later one.</summary>
    [Fact]
    public void Of_AnyInstantAndZone_BeginsWhenTheClocksFirstShowItsDate() => Moments.Sample(
        moment =>
        {
            var (kind, zone, instant) = moment;
            var window = WindowSpan.Of(kind, zone, instant);
            var date = Shown(kind, zone, window.Start);
            return Walk(window.Start.AddHours(-40), window.Start).All(before => Shown(kind, zone, before) < date)
                && Walk(window.End!.Value.AddHours(-40), window.End.Value).All(within => within < window.Start || Shown(kind, zone, within) <= date)
                && Shown(kind, zone, window.End.Value) > date;
        },
        iter: 10_000);

    [Fact]
    public void Of_Total_IsOneWindowForEver() => Gen.Select(Zones, Instants).Sample((zone, instant) =>
        WindowSpan.Of(WindowKind.Total, zone, instant) == new WindowSpan(WindowSpan.Earliest, null)
            && new WindowSpan(WindowSpan.Earliest, null).Contains(instant));

    [Theory]
    [InlineData("UTC", "2026-11-24T23:59:59.9999999Z", "2026-11-24T00:00Z", "2026-11-25T00:00Z", 24)]
    [InlineData("UTC", "2028-02-29T12:00Z", "2028-02-29T00:00Z", "2028-03-01T00:00Z", 24)]
    [InlineData("Etc/GMT+12", "2026-11-24T11:59Z", "2026-11-23T12:00Z", "2026-11-24T12:00Z", 24)]
    [InlineData("Pacific/Kiritimati", "2026-11-24T11:59Z", "2026-11-24T10:00Z", "2026-11-25T10:00Z", 24)]
    [InlineData("Asia/Kathmandu", "2026-11-24T00:00Z", "2026-11-23T18:15Z", "2026-11-24T18:15Z", 24)]
    [InlineData("Europe/Berlin", "2026-03-29T12:00Z", "2026-03-28T23:00Z", "2026-03-29T22:00Z", 23)]
    [InlineData("Europe/Berlin", "2026-10-25T12:00Z", "2026-10-24T22:00Z", "2026-10-25T23:00Z", 25)]
    [InlineData("America/New_York", "2026-03-08T12:00Z", "2026-03-08T05:00Z", "2026-03-09T04:00Z", 23)]
    [InlineData("America/New_York", "2026-11-01T12:00Z", "2026-11-01T04:00Z", "2026-11-02T05:00Z", 25)]
    [InlineData("Australia/Lord_Howe", "2026-04-04T20:00Z", "2026-04-04T13:00Z", "2026-04-05T13:30Z", 24.5)]
    // Midnight doesn't exist: the clocks go from 23:59:59 to 01:00.
    [InlineData("America/Sao_Paulo", "2018-11-04T03:00Z", "2018-11-04T03:00Z", "2018-11-05T02:00Z", 23)]
    [InlineData("America/Sao_Paulo", "2018-11-04T02:59:59Z", "2018-11-03T03:00Z", "2018-11-04T03:00Z", 24)]
    [InlineData("Asia/Tehran", "2021-03-21T20:30Z", "2021-03-21T20:30Z", "2021-03-22T19:30Z", 23)]
    [InlineData("Asia/Beirut", "2022-03-27T12:00Z", "2022-03-26T22:00Z", "2022-03-27T21:00Z", 23)]
    [InlineData("Africa/Cairo", "2014-05-16T12:00Z", "2014-05-15T22:00Z", "2014-05-16T21:00Z", 23)]
    [InlineData("America/Havana", "2018-03-11T12:00Z", "2018-03-11T05:00Z", "2018-03-12T04:00Z", 23)]
    // The clocks go from 23:59:59 to 23:00 of the same day: midnight comes an hour late.
    [InlineData("America/Sao_Paulo", "2018-02-18T02:30Z", "2018-02-17T02:00Z", "2018-02-18T03:00Z", 25)]
    [InlineData("Asia/Tehran", "2021-09-21T20:00Z", "2021-09-20T19:30Z", "2021-09-21T20:30Z", 25)]
    [InlineData("Asia/Beirut", "2022-10-29T20:30Z", "2022-10-28T21:00Z", "2022-10-29T22:00Z", 25)]
    // Midnight comes twice: the clocks go from 00:59:59 to 00:00.
    [InlineData("America/Havana", "2018-11-04T05:30Z", "2018-11-04T04:00Z", "2018-11-05T05:00Z", 25)]
    // The clocks go from 00:00:59 to 23:01 of the day before, which has ended.
    [InlineData("America/St_Johns", "2008-11-02T03:00Z", "2008-11-02T02:30Z", "2008-11-03T03:30Z", 25)]
    // The station sets its clocks by two hours.
    [InlineData("Antarctica/Troll", "2024-03-31T12:00Z", "2024-03-31T00:00Z", "2024-03-31T22:00Z", 22)]
    [InlineData("Antarctica/Troll", "2024-10-27T12:00Z", "2024-10-26T22:00Z", "2024-10-28T00:00Z", 26)]
    // 30 December 2011 was left out: the 29th is followed by the 31st.
    [InlineData("Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29T10:00Z", "2011-12-30T10:00Z", 24)]
    [InlineData("Pacific/Apia", "2011-12-30T10:00Z", "2011-12-30T10:00Z", "2011-12-31T10:00Z", 24)]
    public void Of_Day_IsFromMidnightToMidnight(string zone, string instant, string start, string end, double hours)
    {
        var window = WindowSpan.Of(WindowKind.Day, TimeZones.Find(zone), Utc(instant));

        Assert.Equal(new(Utc(start), Utc(end)), window);
        Assert.Equal(hours, (window.End - window.Start)!.Value.TotalHours);
    }

    [Theory]
    [InlineData("UTC", "2026-12-31T23:59:59.9999999Z", "2026-12-01T00:00Z", "2027-01-01T00:00Z")]
    [InlineData("UTC", "2028-02-29T23:00Z", "2028-02-01T00:00Z", "2028-03-01T00:00Z")]
    [InlineData("UTC", "2100-02-28T23:00Z", "2100-02-01T00:00Z", "2100-03-01T00:00Z")]
    [InlineData("Europe/Berlin", "2026-03-31T21:59Z", "2026-02-28T23:00Z", "2026-03-31T22:00Z")]
    [InlineData("Europe/Berlin", "2026-10-31T22:59Z", "2026-09-30T22:00Z", "2026-10-31T23:00Z")]
    [InlineData("Pacific/Kiritimati", "2026-01-31T10:00Z", "2026-01-31T10:00Z", "2026-02-28T10:00Z")]
    [InlineData("Etc/GMT+12", "2027-01-01T11:59Z", "2026-12-01T12:00Z", "2027-01-01T12:00Z")]
    [InlineData("Pacific/Apia", "2011-12-30T10:00Z", "2011-12-01T10:00Z", "2011-12-31T10:00Z")]
    public void Of_Month_IsFromTheFirstMidnightToThatOfTheNext(string zone, string instant, string start, string end) =>
        Assert.Equal(new(Utc(start), Utc(end)), WindowSpan.Of(WindowKind.Month, TimeZones.Find(zone), Utc(instant)));

    [Fact]
    public void Of_AnOffsetOfTheCaller_ChangesNothing()
    {
        var instant = Utc("2026-11-24T23:30Z");

        Assert.Equal(WindowSpan.Of(WindowKind.Day, TimeZones.Find("UTC"), instant), WindowSpan.Of(WindowKind.Day, TimeZones.Find("UTC"), instant.ToOffset(TimeSpan.FromHours(14))));
    }

    [Fact]
    public void Of_OutsideOfTheCalendar_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => WindowSpan.Of(WindowKind.Day, TimeZoneInfo.Utc, WindowSpan.Earliest.AddTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => WindowSpan.Of(WindowKind.Day, TimeZoneInfo.Utc, WindowSpan.Latest));
        Assert.Equal(WindowSpan.Latest, WindowSpan.Of(WindowKind.Month, TimeZoneInfo.Utc, WindowSpan.Latest.AddTicks(-1)).End);
    }

    /// <summary>A day before which the zone's offset to UTC is another than after it; null when there is none within a year.</summary>
    private static DateTimeOffset? NextChange(TimeZoneInfo zone, DateTimeOffset from)
    {
        var days = Enumerable.Range(0, 366).Select(day => from.AddDays(day));
        var change = days.FirstOrDefault(day => zone.GetUtcOffset(day) != zone.GetUtcOffset(day.AddDays(1)));
        return change == default || change.AddDays(-2) < WindowSpan.Earliest ? null : new DateTimeOffset(change.UtcDateTime.Date, TimeSpan.Zero).AddDays(1);
    }

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static IEnumerable<DateTimeOffset> Walk(DateTimeOffset from, DateTimeOffset to)
    {
        for (var instant = from; instant < to; instant = instant.AddMinutes(7))
        {
            yield return instant;
        }

        yield return to.AddTicks(-1);
    }

    private static DateTime Shown(WindowKind kind, TimeZoneInfo zone, DateTimeOffset instant)
    {
        var date = TimeZoneInfo.ConvertTime(instant, zone).Date;
        return kind == WindowKind.Day ? date : date.AddDays(1 - date.Day);
    }

    private sealed record Moment(WindowKind Kind, TimeZoneInfo Zone, DateTimeOffset Instant)
    {
        public override string ToString() => $"{Kind} {Zone.Id} {Instant:O}";
    }
}
