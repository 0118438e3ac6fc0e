namespace Weir.Storage.Clock;

/// <summary>
/// The time that all processes on one database agree on, for windows: the database's clock, carried on by this machine's counter between
/// two readings. A step of this machine's clock doesn't move it, and it never goes back. Timers run as the machine's do.
/// </summary>
/// <param name="machine">Its counter carries the time on; timers are its own.</param>
/// <param name="read">Asks the database for its time; null: the machine's clock is the database's.</param>
public sealed class DatabaseClock(TimeProvider machine, Func<CancellationToken, Task<DateTimeOffset>>? read = null) : TimeProvider
{
    /// <summary>Readings of one measurement. The one with the shortest round trip is the closest.</summary>
    private const int Readings = 3;

    /// <summary>What took longer could be off by more than a second.</summary>
    private static readonly TimeSpan LongestRoundTrip = TimeSpan.FromSeconds(2);

    private Reading? _reading;
    private long _latestTicks;

    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    public override long TimestampFrequency => machine.TimestampFrequency;

    /// <exception cref="InvalidOperationException">It was not measured yet.</exception>
    public override DateTimeOffset GetUtcNow()
    {
        if (read is null)
        {
            return machine.GetUtcNow();
        }

        var reading = Volatile.Read(ref _reading) ?? throw new InvalidOperationException("The database's clock is unknown until it was measured.");
        return NeverBack(reading.Time + machine.GetElapsedTime(reading.Timestamp));
    }

    public override long GetTimestamp() => machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        machine.CreateTimer(callback, state, dueTime, period);

    /// <summary>Reads the database's clock anew.</summary>
    /// <returns>False when the database took too long to answer for it to be worth anything; what was known before then stays.</returns>
    public async Task<bool> MeasureAsync(CancellationToken cancellationToken)
    {
        if (read is null)
        {
            return true;
        }

        Reading? best = null;
        var shortest = LongestRoundTrip;
        for (var i = 0; i < Readings; i++)
        {
            var sent = machine.GetTimestamp();
            var time = await read(cancellationToken);
            var roundTrip = machine.GetElapsedTime(sent);
            if (roundTrip <= shortest)
            {
                // What the database said is taken to be true in the middle of the round trip.
                shortest = roundTrip;
                best = new(time - (roundTrip / 2), sent);
            }
        }

        if (best is null)
        {
            return false;
        }

        Volatile.Write(ref _reading, best);
        return true;
    }

    /// <summary>A new reading may be earlier than what was told already: then time stands still until it is reached.</summary>
    private DateTimeOffset NeverBack(DateTimeOffset time)
    {
        while (true)
        {
            var latest = Volatile.Read(ref _latestTicks);
            if (time.UtcTicks <= latest)
            {
                return new(latest, TimeSpan.Zero);
            }

            if (Interlocked.CompareExchange(ref _latestTicks, time.UtcTicks, latest) == latest)
            {
                return time.ToUniversalTime();
            }
        }
    }

    /// <summary>The database's time when this machine's counter stood at a timestamp.</summary>
    private sealed record Reading(DateTimeOffset Time, long Timestamp);
}
