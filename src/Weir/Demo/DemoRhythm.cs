namespace Weir.Demo;

/// <summary>When people use models: at their own hours of the day and week.</summary>
internal static class DemoRhythm
{
    /// <summary>By the hour, of who works in the daytime: a morning, a lunch and an afternoon.</summary>
    private static readonly double[] Day = [0.02, 0.01, 0.01, 0.01, 0.01, 0.02, 0.06, 0.2, 0.55, 0.9, 1, 0.95, 0.5, 0.7, 0.95, 1, 0.9, 0.65, 0.35, 0.22, 0.2, 0.18, 0.1, 0.05];

    private static readonly double[] Night = [0.5, 0.3, 0.15, 0.05, 0.02, 0.01, 0.01, 0.02, 0.05, 0.15, 0.3, 0.4, 0.35, 0.4, 0.5, 0.55, 0.5, 0.45, 0.5, 0.7, 0.95, 1, 0.95, 0.75];

    /// <summary>How much a person uses in an hour, beside other hours; 0: nothing.</summary>
    /// <param name="person">Who.</param>
    /// <param name="hour">The hour's begin.</param>
    /// <param name="progress">From 0 at the start of the data to 1 at its end.</param>
    /// <param name="chance">Decides whether they do at all.</param>
    public static double Of(DemoPerson person, DateTimeOffset hour, double progress, DemoChance chance)
    {
        // Drawn whether it matters or not, so that one person's life doesn't shift everybody else's.
        var (works, intensity) = (chance.Is(0.55), chance.Wait());
        if (hour < person.User.CreatedAt.AddHours(2) || hour > person.Until)
        {
            return 0;
        }

        var local = hour + person.Zone.GetUtcOffset(hour);
        var share = (person.IsOwl ? Night : Day)[local.Hour];
        var weekend = local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? (person.IsOwl ? 0.9 : 0.12) : 1;
        var isAway = hour >= person.Leave && hour < person.Leave.AddDays(7);
        return works && !isAway ? person.Weight * share * weekend * intensity * (1 + ((person.Growth - 1) * progress)) : 0;
    }
}
