using Weir.Accounting;
using Weir.Errors;

namespace Weir.Overviews;

/// <summary>The time that an overview is of: some days until now, the first from its midnight.</summary>
/// <param name="Name"><c>today</c>, <c>7d</c>, <c>30d</c> or <c>90d</c>.</param>
/// <param name="Zone">Where days begin.</param>
/// <param name="Now">Its end.</param>
internal sealed record OverviewRange(string Name, TimeZoneInfo Zone, DateTimeOffset Now)
{
    public const string Today = "today";

    private static readonly Dictionary<string, int> Days = new() { [Today] = 1, ["7d"] = 7, ["30d"] = 30, ["90d"] = 90 };

    /// <summary>All that can be asked for, the shortest first.</summary>
    public static IEnumerable<string> Names => Days.Keys;

    /// <summary>What a step of the series is: an hour of today, else a day.</summary>
    public string Step => Name == Today ? "hour" : "day";

    /// <returns>What is wrong; null: nothing.</returns>
    public static ErrorResult? Check(string? name) =>
        name is null || Days.ContainsKey(name) ? null : ErrorResult.BadRequest($"\"range\" must be one of {string.Join(", ", Names)}.");

    /// <summary>The first instants of the steps, oldest first; the last step goes on.</summary>
    public List<DateTimeOffset> Steps()
    {
        var today = WindowSpan.Of(WindowKind.Day, Zone, Now).Start;
        if (Name == Today)
        {
            return [.. Enumerable.Range(0, (int)((Now - today) / TimeSpan.FromHours(1)) + 1).Select(hour => today.AddHours(hour))];
        }

        // Backwards, as days in which clocks change are longer or shorter.
        var steps = new List<DateTimeOffset> { today };
        while (steps.Count < Days[Name])
        {
            steps.Add(WindowSpan.Of(WindowKind.Day, Zone, steps[^1].AddTicks(-1)).Start);
        }

        steps.Reverse();
        return steps;
    }
}
