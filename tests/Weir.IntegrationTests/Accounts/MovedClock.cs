using Microsoft.Extensions.Time.Testing;

namespace Weir.IntegrationTests.Accounts;

/// <summary>
/// A clock to move by days: timers run as they always do. To those of <see cref="FakeTimeProvider"/> all that time would come to pass, second by
/// second, with all the work that a host does every second.
/// </summary>
internal sealed class MovedClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(callback, state, dueTime, period);
}
