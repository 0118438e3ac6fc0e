using System.Globalization;
using Weir.Web.Charts;

namespace Weir.Usage;

/// <summary>Usage by day and model as bars: the models used most, and all others together.</summary>
internal static class DayChart
{
    /// <summary>More tints are not told apart.</summary>
    private const int MostModels = 5;

    /// <param name="usage">By day and model, days without usage left out.</param>
    /// <param name="last">The last day that is shown.</param>
    /// <param name="days">How many are.</param>
    /// <param name="value">What is drawn.</param>
    public static (List<string> Series, List<ChartBar> Bars) Of(IReadOnlyList<DayModelUsage> usage, DateOnly last, int days, Func<UsageFigures, long> value)
    {
        var models = usage.GroupBy(part => part.Model).OrderByDescending(model => model.Sum(part => value(part.Figures))).Select(model => model.Key).ToList();
        var hasOthers = models.Count > MostModels;
        var shown = models.Take(MostModels).ToList();
        var byDay = usage.ToLookup(part => part.Day);
        var bars = Enumerable.Range(1 - days, days).Select(last.AddDays).Select(day => new ChartBar(
            day.ToString("d MMM", CultureInfo.InvariantCulture),
            [
                .. shown.Select(model => Value(byDay[day].Where(part => part.Model == model), value)),
                .. hasOthers ? [Value(byDay[day].Where(part => !shown.Contains(part.Model)), value)] : Array.Empty<long>(),
            ]));
        return (hasOthers ? [.. shown, "Others"] : shown, [.. bars]);
    }

    /// <summary>A day that a correction brought below zero has no bar.</summary>
    private static long Value(IEnumerable<DayModelUsage> parts, Func<UsageFigures, long> value) => Math.Max(0, parts.Sum(part => value(part.Figures)));
}
