using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Weir.Storage.Clock;
using Weir.TestKit;
using Xunit;

namespace Weir.Storage.Tests.Clock;

public sealed class ClockUpkeepTests : IAsyncDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly FakeTimeProvider _machine = new(new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));

    private readonly DatabaseClock _clock;

    private readonly ClockUpkeep _upkeep;

    /// <summary>How far the database's clock is ahead of this machine's.</summary>
    private TimeSpan _ahead = Hour;

    private bool _isGone;

    private int _asked;

    public ClockUpkeepTests()
    {
        _clock = new(_machine, _ =>
        {
            Interlocked.Increment(ref _asked);
            return _isGone ? throw new NpgsqlException("gone") : Task.FromResult(_machine.GetUtcNow() + _ahead);
        });
        _upkeep = new(_clock, _machine, NullLogger<ClockUpkeep>.Instance);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_Done_KnowsTheTime()
    {
        await _upkeep.StartAsync(Cancellation);
        Assert.Equal(_machine.GetUtcNow() + Hour, _clock.GetUtcNow());
    }

    [Fact]
    public async Task Start_DatabaseGone_Fails()
    {
        _isGone = true;
        await Assert.ThrowsAsync<NpgsqlException>(() => _upkeep.StartAsync(Cancellation));
    }

    [Fact]
    public async Task Minute_Passed_MeasuresAgainAlsoAfterTrouble()
    {
        await _upkeep.StartAsync(Cancellation);
        _isGone = true;
        _ahead = 2 * Hour;
        await PassMinutesAsync();
        Assert.Equal(_machine.GetUtcNow() + Hour, _clock.GetUtcNow());

        _isGone = false;
        await PassMinutesAsync();
        await Eventually.IsTrueAsync(() => _clock.GetUtcNow() == _machine.GetUtcNow() + (2 * Hour), Cancellation);
        Assert.Equal(_machine.GetUtcNow() + (2 * Hour), _clock.GetUtcNow());
    }

    public async ValueTask DisposeAsync()
    {
        await _upkeep.StopAsync(CancellationToken.None);
        _upkeep.Dispose();
    }

    /// <summary>Until the clock was asked: the loop may not stand at its timer yet.</summary>
    private Task PassMinutesAsync()
    {
        var before = Volatile.Read(ref _asked);
        return Eventually.IsTrueAsync(
            () =>
            {
                _machine.Advance(ClockUpkeep.Interval);
                return Volatile.Read(ref _asked) > before;
            },
            Cancellation);
    }
}
