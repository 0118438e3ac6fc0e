using Microsoft.Extensions.Time.Testing;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>A clock that schedules move, and that steps: what it shows may jump back, while timers run on.</summary>
internal sealed class SimulatedClock(DateTimeOffset start) : TimeProvider
{
    private readonly FakeTimeProvider _time = new(start);

    public TimeSpan Step { get; set; }

    public DateTimeOffset Now => GetUtcNow();

    /// <summary>What timers go by.</summary>
    public DateTimeOffset Steady => _time.GetUtcNow();

    public void Advance(TimeSpan by) => _time.Advance(by);

    public override DateTimeOffset GetUtcNow() => _time.GetUtcNow() + Step;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _time.CreateTimer(callback, state, dueTime, period);
}
