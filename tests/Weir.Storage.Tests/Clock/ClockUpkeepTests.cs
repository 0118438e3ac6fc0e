using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Weir.Storage.Clock;
using Weir.TestKit;
using Xunit;

namespace Weir.Storage.Tests.Clock;

public sealed class ClockUpkeepTests : IAsyncDisposable
{
    private static readonly DateTimeOffset DatabaseTime = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _machine = new(new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));

    private readonly DatabaseClock _clock;

    private readonly ClockUpkeep _upkeep;

    private Func<DateTimeOffset> _answer = () => DatabaseTime;

    private int _asked;

    public ClockUpkeepTests()
    {
        _clock = new(_machine, _ =>
        {
            Interlocked.Increment(ref _asked);
            return Task.FromResult(_answer());
        });
        _upkeep = new(_clock, _machine, NullLogger<ClockUpkeep>.Instance);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_Done_KnowsTheTime()
    {
        await _upkeep.StartAsync(Cancellation);
        Assert.Equal(DatabaseTime, _clock.GetUtcNow());
    }

    [Fact]
    public async Task Start_DatabaseGone_Fails()
    {
        _answer = () => throw new NpgsqlException("gone");
        await Assert.ThrowsAsync<NpgsqlException>(() => _upkeep.StartAsync(Cancellation));
    }

    [Fact]
    public async Task Minute_Passed_MeasuresAgainAlsoAfterTrouble()
    {
        await _upkeep.StartAsync(Cancellation);
        await PassAMinuteAsync();
        _answer = () => throw new NpgsqlException("gone");
        await PassAMinuteAsync();
        Assert.Equal(DatabaseTime + TimeSpan.FromMinutes(2), _clock.GetUtcNow());

        var later = DatabaseTime.AddHours(1);
        _answer = () => later;
        await PassAMinuteAsync();
        await Eventually.IsTrueAsync(() => _clock.GetUtcNow() == later, Cancellation);
        Assert.Equal(later, _clock.GetUtcNow());
    }

    public async ValueTask DisposeAsync()
    {
        await _upkeep.StopAsync(CancellationToken.None);
        _upkeep.Dispose();
    }

    private async Task PassAMinuteAsync()
    {
        var before = Volatile.Read(ref _asked);
        _machine.Advance(ClockUpkeep.Interval);
        await Eventually.IsTrueAsync(() => Volatile.Read(ref _asked) > before, Cancellation);
    }
}
