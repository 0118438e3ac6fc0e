using CsCheck;

namespace Weir.Accounting.Tests.Usages;

public sealed class UsageTests
{
    [Fact]
    public void Total_CountsEveryClassInFull() => Gen.Long[0, 1L << 40].Array[5].Sample(counts =>
    {
        var usage = new Usage(counts[0], counts[1], counts[2], counts[3], counts[4]);
        return usage.Total == counts.Sum() && usage.TotalInput == counts[..4].Sum();
    });

    [Fact]
    public void Total_BeyondWhatCanBeCounted_Throws() => Assert.Throws<OverflowException>(() => new Usage(long.MaxValue, 1, 0, 0, 0).Total);
}
