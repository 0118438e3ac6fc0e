using Weir.Authentication;
using Xunit;

namespace Weir.IntegrationTests.Accounts;

public sealed class FailureCountsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Wait_AfterManyFailures_StopsGrowingAtTheLongest()
    {
        var counts = new FailureCounts(free: 2, longest: TimeSpan.FromSeconds(10));
        for (var i = 0; i < 100; i++)
        {
            counts.Add("mia", Start);
        }

        Assert.Equal(TimeSpan.FromSeconds(10), counts.Wait("mia", Start));
        Assert.Equal(TimeSpan.Zero, counts.Wait("mia", Start.AddSeconds(10)));
        Assert.Equal(TimeSpan.Zero, counts.Wait("leo", Start));
    }

    [Fact]
    public void Failures_AnHourOld_AreForgotten()
    {
        var counts = new FailureCounts(free: 0, longest: TimeSpan.FromDays(1));
        for (var i = 0; i < 30; i++)
        {
            counts.Add("mia", Start);
        }

        Assert.True(counts.Wait("mia", Start.AddMinutes(59)) > TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, counts.Wait("mia", Start.AddHours(1)));
    }

    [Fact]
    public void Keys_WithoutEnd_PushOutTheOldestOnly()
    {
        var counts = new FailureCounts(free: 0, longest: TimeSpan.FromMinutes(1));
        for (var i = 0; i < 20_000; i++)
        {
            counts.Add($"name{i}", Start.AddMilliseconds(i));
        }

        Assert.Equal(TimeSpan.Zero, counts.Wait("name0", Start));
        Assert.True(counts.Wait("name19999", Start.AddSeconds(20)) > TimeSpan.Zero);
        Assert.InRange(counts.Count, 9_000, 10_000);
    }
}
