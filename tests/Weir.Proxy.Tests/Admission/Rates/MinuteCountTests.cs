using Weir.Proxy.Admission.Rates;
using Xunit;

namespace Weir.Proxy.Tests.Admission.Rates;

public sealed class MinuteCountTests
{
    private readonly MinuteCount _count = new();

    [Fact]
    public void Sum_IsOfTheLastMinute()
    {
        Count(1_000_000, 5);
        Count(1_000_030, 7);
        Assert.Equal(12, At(1_000_059));
        Assert.Equal(7, At(1_000_060));
        Assert.Equal(7, At(1_000_089));
        Assert.Equal(0, At(1_000_090));
    }

    [Fact]
    public void Sum_AfterAnyPause_IsNothing()
    {
        Count(7, 5);
        Assert.Equal(0, At(7 + (1L << 40)));
    }

    [Fact]
    public void Advance_ToAnEarlierSecond_ChangesNothing()
    {
        Count(100, 5);
        Count(90, 1);
        Assert.Equal(6, At(159));
        Assert.Equal(0, At(160));
    }

    [Theory]
    [InlineData(11, 30)]
    [InlineData(7, 30)]
    [InlineData(6, 60)]
    [InlineData(0, 60)]
    public void SecondsUntil_RoomForMore_IsWhenEnoughHasBeenLetGo(long atMost, int seconds)
    {
        Count(500, 5);
        Count(530, 7);
        Assert.Equal(seconds, _count.SecondsUntil(atMost));
        Assert.True(At(530 + seconds - 1) > atMost);
        Assert.True(At(530 + seconds) <= atMost);
    }

    private void Count(long second, long amount)
    {
        _count.Advance(second);
        _count.Add(amount);
    }

    private long At(long second)
    {
        _count.Advance(second);
        return _count.Sum;
    }
}
