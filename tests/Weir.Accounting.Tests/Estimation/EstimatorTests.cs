using CsCheck;

namespace Weir.Accounting.Tests.Estimation;

public sealed class EstimatorTests
{
    private static readonly Gen<(long Granted, long Bytes, int Milliseconds, long Rate)> Attempts =
        Gen.Select(Gen.Long[0, 50_000], Gen.Long[0, 50_000], Gen.Int[0, 600_000], Gen.Long[1, 1_000]);

    [Fact]
    public void Output_NeverMoreThanGranted() => Attempts.Sample((granted, bytes, open, rate) =>
        Estimator.Output(granted, bytes, TimeSpan.FromMilliseconds(open), rate, mayBeHidden: true) <= granted);

    [Fact]
    public void Output_NothingHidden_IsNeverLessThanWhatAnUpstreamCouldHaveMade() => Attempts.Sample((granted, bytes, open, rate) =>
        bytes == 0 || Estimator.Output(granted, bytes, TimeSpan.FromMilliseconds(open), rate, mayBeHidden: false) == Math.Min(granted, bytes));

    [Fact]
    public void Output_MayBeHidden_CoversTheTimeAndTheBytes() => Attempts.Sample((granted, bytes, open, rate) =>
    {
        var output = Estimator.Output(granted, bytes, TimeSpan.FromMilliseconds(open), rate, mayBeHidden: true);
        return output == granted || (output >= bytes && output * 1_000 >= open * rate);
    });

    [Fact]
    public void Output_NothingSeen_GoesByTime() =>
        Assert.Equal(1_500, Estimator.Output(32_000, 0, TimeSpan.FromSeconds(5), 300, mayBeHidden: false));

    [Fact]
    public void Output_NotOpenAtAll_IsNothing() => Assert.Equal(0, Estimator.Output(32_000, 0, TimeSpan.Zero, 300, mayBeHidden: true));

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, -1)]
    public void Output_Negative_Throws(long granted, long bytes) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Estimator.Output(granted, bytes, TimeSpan.Zero, 300, mayBeHidden: false));
}
