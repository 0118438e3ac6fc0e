using System.Globalization;

namespace Weir.Web.Controls;

/// <summary>How pages write amounts, moments and spans: the same everywhere.</summary>
internal static class Numbers
{
    private const decimal NanoDollarsPerDollar = 1_000_000_000m;

    /// <summary>In full: <c>1,234,567</c>.</summary>
    public static string Full(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>At a glance: <c>1.23 M</c>.</summary>
    public static string Short(long count) => Math.Abs(count) switch
    {
        // What would round to a thousand is one of the next.
        >= 999_500_000 => Rounded(count / 1_000_000_000m) + " G",
        >= 999_500 => Rounded(count / 1_000_000m) + " M",
        >= 10_000 => Rounded(count / 1_000m) + " k",
        _ => Full(count),
    };

    /// <summary>Dollars, to the cent where there are many and to what can be seen where there are few.</summary>
    public static string Money(long nanoDollars)
    {
        var dollars = nanoDollars / NanoDollarsPerDollar;
        return Math.Abs(dollars) switch
        {
            0 => "$0",
            < 0.0001m => dollars.ToString("$0.00#######;-$0.00#######", CultureInfo.InvariantCulture),
            < 1 => dollars.ToString("$0.00##;-$0.00##", CultureInfo.InvariantCulture),
            _ => dollars.ToString("$#,##0.00;-$#,##0.00", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>Dollars of single requests, below each other: to as many places as most of them need.</summary>
    public static string Cost(long nanoDollars) => (nanoDollars / NanoDollarsPerDollar) switch
    {
        > 0 and < 0.00005m => "< $0.0001",
        < 0 and > -0.00005m => "> -$0.0001",
        var dollars => dollars.ToString("$#,##0.0000;-$#,##0.0000;$0", CultureInfo.InvariantCulture),
    };

    /// <summary>Dollars to the cent, where a sum stands beside larger ones.</summary>
    public static string Cents(long nanoDollars) =>
        nanoDollars is > 0 and < 5_000_000 ? "< $0.01" : (nanoDollars / NanoDollarsPerDollar).ToString("$#,##0.00;-$#,##0.00;$0", CultureInfo.InvariantCulture);

    public static string Percent(double share) => share.ToString(share is > 0 and < 0.1 ? "0.0 %" : "0 %", CultureInfo.InvariantCulture);

    /// <summary><c>12 ms</c>, <c>3.4 s</c>, <c>2 min 5 s</c>.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalMilliseconds: < 1 } => "< 1 ms",
        { TotalSeconds: < 0.9995 } => $"{span.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms",
        { TotalSeconds: < 59.95 } => $"{span.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s",
        _ => LongSpan(TimeSpan.FromSeconds(Math.Round(span.TotalSeconds))),
    };

    /// <summary>A span as entries keep it; a dash where none was timed.</summary>
    public static string Microseconds(long? microseconds) => microseconds is { } time ? Span(TimeSpan.FromMicroseconds(time)) : "–";

    public static string Exact(DateTimeOffset moment, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(moment, zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>How long ago, or until when; days further off are named.</summary>
    public static string Ago(DateTimeOffset moment, DateTimeOffset now, TimeZoneInfo zone)
    {
        var distance = (now - moment).Duration();
        var words = distance switch
        {
            { TotalSeconds: < 10 } => null,
            { TotalMinutes: < 1 } => $"{(int)distance.TotalSeconds} s",
            { TotalMinutes: < 59.5 } => $"{distance.TotalMinutes:0} min",
            { TotalHours: < 23.5 } => $"{distance.TotalHours:0} h",
            { TotalDays: < 14 } => $"{distance.TotalDays:0} d",
            _ => TimeZoneInfo.ConvertTime(moment, zone).ToString("d MMM yyyy", CultureInfo.InvariantCulture),
        };
        return words is null ? "now"
            : distance.TotalDays >= 14 ? words
            : moment <= now ? words + " ago"
            : "in " + words;
    }

    private static string LongSpan(TimeSpan span) => span switch
    {
        { TotalHours: < 1 } => $"{span.Minutes} min {span.Seconds} s",
        { TotalDays: < 1 } => $"{span.Hours} h {span.Minutes} min",
        _ => $"{span.Days} d {span.Hours} h",
    };

    private static string Rounded(decimal number) => number.ToString(Math.Abs(number) < 10 ? "0.0#" : Math.Abs(number) < 100 ? "0.#" : "0", CultureInfo.InvariantCulture);
}
