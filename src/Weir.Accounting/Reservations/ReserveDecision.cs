namespace Weir.Accounting;

/// <summary>
/// Decides an admission against the windows it must fit in, whatever their units. Pure: the store loads the states, decides, and
/// writes, in one transaction that nothing can come between.
/// </summary>
/// <param name="Verdict">The answer.</param>
/// <param name="Output">Granted: the output tokens set aside, at most what was asked for.</param>
/// <param name="Window">
/// Refused or waiting: the index of the window that leaves room for the least output, the first of several. It has a cap, unless what
/// was asked for is more than can be counted at all.
/// </param>
public readonly record struct ReserveDecision(ReserveVerdict Verdict, long Output, int Window)
{
    /// <summary>In the sense of <see cref="Fit"/>: not even an answer without output has room.</summary>
    private const long Nothing = -1;

    /// <summary>The same for budgets in tokens alone.</summary>
    /// <param name="windows">The windows of every budget that the attempt belongs to.</param>
    /// <param name="input">Upper bound of the input, in tokens.</param>
    /// <param name="asked">The output cap asked for, in tokens.</param>
    /// <param name="floor">The least output worth granting, in tokens; at most <paramref name="asked"/>.</param>
    /// <param name="lastChance">True when the attempt has waited as long as it may: it is granted what there is, or refused.</param>
    public static ReserveDecision Decide(ReadOnlySpan<WindowState> windows, long input, long asked, long floor, bool lastChance) =>
        Decide(windows, Demand.OfTokens(input), asked, floor, lastChance);

    /// <param name="windows">The windows of every budget that the attempt belongs to: all of them must have room.</param>
    /// <param name="demand">What the attempt weighs at the most, by its output.</param>
    /// <param name="asked">The output cap asked for, in tokens.</param>
    /// <param name="floor">The least output worth granting, in tokens; at most <paramref name="asked"/>.</param>
    /// <param name="lastChance">True when the attempt has waited as long as it may: it is granted what there is, or refused.</param>
    public static ReserveDecision Decide(ReadOnlySpan<WindowState> windows, in Demand demand, long asked, long floor, bool lastChance)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(asked);
        ArgumentOutOfRangeException.ThrowIfNegative(floor);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(floor, asked);

        // `eventual` is the output this attempt would get if every open reservation ended as nothing, `now` the output that fits today.
        var (eventual, now) = (asked, asked);
        var (shortEventually, shortNow) = (-1, -1);
        for (var i = 0; i < windows.Length; i++)
        {
            ref readonly var window = ref windows[i];

            // A budget that only counts has room for what can be counted.
            var room = (Int128)(window.Cap ?? long.MaxValue) - window.Posted;
            if (Fit(in window, in demand, room, asked) is var later && later < eventual)
            {
                (eventual, shortEventually) = (later, i);
            }

            if (Fit(in window, in demand, room - window.Pending, asked) is var today && today < now)
            {
                (now, shortNow) = (today, i);
            }
        }

        if (eventual < floor)
        {
            return new(ReserveVerdict.RefusedFinal, 0, shortEventually);
        }

        if (now >= eventual)
        {
            return new(ReserveVerdict.Granted, eventual, -1);
        }

        if (!lastChance)
        {
            return new(ReserveVerdict.Wait, 0, shortNow);
        }

        return now >= floor ? new(ReserveVerdict.Granted, now, -1) : new(ReserveVerdict.RefusedPassing, 0, shortNow);
    }

    /// <summary>The least amount that a window would have admitted, in its unit: what a refusal says was needed.</summary>
    public static long Needed(in WindowState window, in Demand demand, long asked, long floor) =>
        demand.In(window.Unit, window.WhenShort == ShortRoom.Refuse ? asked : floor);

    /// <summary>The output that fits in a room of this window; a budget that refuses to lower takes all of it or nothing.</summary>
    private static long Fit(in WindowState window, in Demand demand, Int128 room, long asked)
    {
        var most = demand.MostOutput(window.Unit, room, asked) ?? Nothing;
        return most < asked && window.WhenShort == ShortRoom.Refuse ? Nothing : most;
    }
}
