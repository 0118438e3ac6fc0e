namespace Weir.Accounting;

/// <summary>
/// Decides an admission against the windows it must fit in. Pure: the store loads the states, decides, and writes, in one
/// transaction that nothing can come between.
/// </summary>
/// <param name="Verdict">The answer.</param>
/// <param name="Output">Granted: the output tokens set aside, at most what was asked for.</param>
/// <param name="Window">Refused or waiting: the index of the window that is shortest of room.</param>
public readonly record struct ReserveDecision(ReserveVerdict Verdict, long Output, int Window)
{
    /// <param name="windows">The windows of every budget that the attempt belongs to.</param>
    /// <param name="input">Upper bound of the input, in tokens.</param>
    /// <param name="asked">The output cap asked for, in tokens.</param>
    /// <param name="floor">The least output worth granting, in tokens; at most <paramref name="asked"/>.</param>
    /// <param name="lastChance">True when the attempt has waited as long as it may: it is granted what there is, or refused.</param>
    public static ReserveDecision Decide(ReadOnlySpan<WindowState> windows, long input, long asked, long floor, bool lastChance)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(input);
        ArgumentOutOfRangeException.ThrowIfNegative(asked);
        ArgumentOutOfRangeException.ThrowIfNegative(floor);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(floor, asked);

        // `eventual` is the output this attempt would get if every open reservation ended as nothing, `now` the output that fits today.
        var eventual = asked;
        var now = asked;
        var shortest = -1;
        for (var i = 0; i < windows.Length; i++)
        {
            ref readonly var window = ref windows[i];
            if (window.Cap is not { } cap)
            {
                continue;
            }

            var room = cap - window.Posted - input;
            var least = window.WhenShort == ShortRoom.Refuse ? asked : floor;
            if (room < least)
            {
                return new(ReserveVerdict.RefusedFinal, 0, i);
            }

            eventual = Math.Min(eventual, room);
            var roomNow = room - window.Pending;
            if (window.WhenShort == ShortRoom.Refuse && roomNow < asked)
            {
                // Nothing less than all of it will do here, so what fits today is nothing.
                roomNow = -1;
            }

            if (roomNow < now)
            {
                now = roomNow;
                shortest = i;
            }
        }

        if (now >= eventual)
        {
            return new(ReserveVerdict.Granted, eventual, -1);
        }

        if (!lastChance)
        {
            return new(ReserveVerdict.Wait, 0, shortest);
        }

        return now >= floor ? new(ReserveVerdict.Granted, now, -1) : new(ReserveVerdict.RefusedPassing, 0, shortest);
    }
}
