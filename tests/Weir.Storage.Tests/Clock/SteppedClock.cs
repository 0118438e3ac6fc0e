namespace Weir.Storage.Tests.Clock;

/// <summary>A machine whose clock can be set without its counter moving, as an operator or NTP does it.</summary>
internal sealed class SteppedClock(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset _now = now;
    private long _counter;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _counter;

    /// <summary>Time passes.</summary>
    public void Advance(TimeSpan time)
    {
        _now += time;
        _counter += time.Ticks;
    }

    /// <summary>Somebody sets the clock.</summary>
    public void Step(TimeSpan by) => _now += by;
}
