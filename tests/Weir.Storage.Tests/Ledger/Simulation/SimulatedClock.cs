using Microsoft.Extensions.Time.Testing;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>A process's clock that steps: what it shows may jump back, while timers run on.</summary>
/// <param name="time">What moves the clocks of all processes.</param>
internal sealed class SimulatedClock(FakeTimeProvider time) : TimeProvider
{
    public TimeSpan Step { get; set; }

    public DateTimeOffset Now => GetUtcNow();

    /// <summary>What timers go by, and the database's own clock.</summary>
    public DateTimeOffset Steady => time.GetUtcNow();

    public override long TimestampFrequency => time.TimestampFrequency;

    public override long GetTimestamp() => time.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + Step;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, period);
}
