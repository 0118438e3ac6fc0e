using Microsoft.Extensions.Time.Testing;
using Weir.Storage.Clock;
using Xunit;

namespace Weir.Storage.Tests.Clock;

public sealed class DatabaseClockTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 23, 30, 0, TimeSpan.Zero);

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>The database's machine is 90 minutes ahead of this one.</summary>
    private readonly SteppedClock _database = new(Now + (1.5 * Hour));

    private readonly SteppedClock _machine = new(Now);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Time_Measured_IsTheDatabasesAndGoesOn()
    {
        var clock = await MeasuredAsync(roundTrip: TimeSpan.Zero);
        Assert.Equal(_database.GetUtcNow(), clock.GetUtcNow());
        Pass(TimeSpan.FromMinutes(5));
        Assert.Equal(_database.GetUtcNow(), clock.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, clock.GetUtcNow().Offset);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Time_MachinesClockSteppedByAnHour_IsNotMoved(int hours)
    {
        var clock = await MeasuredAsync(roundTrip: TimeSpan.Zero);
        _machine.Step(hours * Hour);
        Assert.Equal(_database.GetUtcNow(), clock.GetUtcNow());
        Pass(TimeSpan.FromSeconds(30));
        Assert.Equal(_database.GetUtcNow(), clock.GetUtcNow());
        await clock.MeasureAsync(Cancellation);
        Assert.Equal(_database.GetUtcNow(), clock.GetUtcNow());
    }

    [Fact]
    public async Task Times_OfReplicasWithClocksHoursApart_AreTheSame()
    {
        var other = new SteppedClock(Now - (5 * Hour));
        var (here, there) = (await MeasuredAsync(TimeSpan.Zero), new DatabaseClock(other, Read(other, TimeSpan.Zero)));
        await there.MeasureAsync(Cancellation);
        Assert.Equal(here.GetUtcNow(), there.GetUtcNow());
    }

    [Fact]
    public async Task Measurement_WithARoundTrip_TakesTheDatabaseToHaveAnsweredInItsMiddle()
    {
        var clock = await MeasuredAsync(roundTrip: TimeSpan.FromMilliseconds(400));
        Assert.Equal(_database.GetUtcNow(), clock.GetUtcNow());
    }

    /// <summary>The answer is long on its way: the middle of the round trip is far from when the database said it.</summary>
    [Fact]
    public async Task Measurement_OneReadingDelayed_KeepsTheQuickOne()
    {
        var delays = new Queue<TimeSpan>([TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(900)]);
        var clock = new DatabaseClock(_machine, _ =>
        {
            var told = _database.GetUtcNow();
            Pass(delays.Dequeue());
            return Task.FromResult(told);
        });
        await clock.MeasureAsync(Cancellation);
        Assert.Equal(_database.GetUtcNow() - TimeSpan.FromMilliseconds(1), clock.GetUtcNow());
        Assert.Empty(delays);
    }

    [Fact]
    public async Task Measurement_EachReadingTakesSeconds_KeepsWhatWasKnown()
    {
        var roundTrip = TimeSpan.Zero;
        var clock = new DatabaseClock(_machine, token => Read(_machine, roundTrip)(token));
        Assert.True(await clock.MeasureAsync(Cancellation));
        roundTrip = TimeSpan.FromSeconds(4);
        _database.Step(-Hour);
        Assert.False(await clock.MeasureAsync(Cancellation));
        Assert.Equal(_database.GetUtcNow() + Hour, clock.GetUtcNow());
    }

    [Fact]
    public async Task Time_DatabaseAheadOfWhatWasKnown_JumpsForward()
    {
        var clock = await MeasuredAsync(roundTrip: TimeSpan.Zero);
        clock.GetUtcNow();
        _database.Step(TimeSpan.FromSeconds(3));
        await clock.MeasureAsync(Cancellation);
        Assert.Equal(_database.GetUtcNow(), clock.GetUtcNow());
    }

    [Fact]
    public async Task Time_DatabaseBehindWhatWasTold_StandsStillUntilItIsReached()
    {
        var clock = await MeasuredAsync(roundTrip: TimeSpan.Zero);
        var told = clock.GetUtcNow();
        _database.Step(TimeSpan.FromSeconds(-3));
        await clock.MeasureAsync(Cancellation);
        Assert.Equal(told, clock.GetUtcNow());
        Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(told, clock.GetUtcNow());
        Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(told + TimeSpan.FromSeconds(1), clock.GetUtcNow());
    }

    [Fact]
    public void Time_NotMeasuredYet_IsNotGuessed()
    {
        var clock = new DatabaseClock(_machine, Read(_machine, TimeSpan.Zero));
        Assert.Throws<InvalidOperationException>(() => clock.GetUtcNow());
    }

    [Fact]
    public async Task Time_OfADatabaseOnThisMachine_IsTheMachines()
    {
        var machine = new FakeTimeProvider(Now);
        var clock = new DatabaseClock(machine);
        Assert.True(await clock.MeasureAsync(Cancellation));
        machine.Advance(Hour);
        Assert.Equal(machine.GetUtcNow(), clock.GetUtcNow());
    }

    [Fact]
    public void Timer_OfTheClock_RunsAsTheMachines()
    {
        var machine = new FakeTimeProvider(Now);
        var rang = 0;
        using var timer = new DatabaseClock(machine).CreateTimer(_ => rang++, null, Hour, Hour);
        machine.Advance(2 * Hour);
        Assert.Equal(2, rang);
    }

    private async Task<DatabaseClock> MeasuredAsync(TimeSpan roundTrip)
    {
        var clock = new DatabaseClock(_machine, Read(_machine, roundTrip));
        Assert.True(await clock.MeasureAsync(Cancellation));
        return clock;
    }

    private Func<CancellationToken, Task<DateTimeOffset>> Read(SteppedClock machine, TimeSpan roundTrip) => _ =>
    {
        machine.Advance(roundTrip / 2);
        _database.Advance(roundTrip / 2);
        var told = _database.GetUtcNow();
        machine.Advance(roundTrip / 2);
        _database.Advance(roundTrip / 2);
        return Task.FromResult(told);
    };

    private void Pass(TimeSpan time)
    {
        _machine.Advance(time);
        _database.Advance(time);
    }
}
