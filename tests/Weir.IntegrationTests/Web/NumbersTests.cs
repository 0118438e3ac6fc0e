using Weir.Web.Controls;
using Xunit;

namespace Weir.IntegrationTests.Web;

public sealed class NumbersTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private static readonly DateTimeOffset Now = new(2026, 3, 29, 1, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, "0")]
    [InlineData(9_999, "9,999")]
    [InlineData(12_345, "12.3 k")]
    [InlineData(123_456, "123 k")]
    [InlineData(1_234_567, "1.23 M")]
    [InlineData(-1_234_567, "-1.23 M")]
    [InlineData(98_765_432_100, "98.8 G")]
    [InlineData(999_499, "999 k")]
    [InlineData(999_500, "1.0 M")]
    [InlineData(-999_999, "-1.0 M")]
    [InlineData(999_499_999, "999 M")]
    [InlineData(999_500_000, "1.0 G")]
    public void Short_IsReadAtAGlance(long count, string text) => Assert.Equal(text, Numbers.Short(count));

    [Theory]
    [InlineData(0, "$0")]
    [InlineData(50_000, "$0.00005")]
    [InlineData(1, "$0.000000001")]
    [InlineData(12_300_000, "$0.0123")]
    [InlineData(500_000_000, "$0.50")]
    [InlineData(1_234_567_890_000, "$1,234.57")]
    [InlineData(-2_500_000_000, "-$2.50")]
    [InlineData(-50_000, "-$0.00005")]
    public void Money_ShowsWhatCanBeSeen(long nanoDollars, string text) => Assert.Equal(text, Numbers.Money(nanoDollars));

    [Theory]
    [InlineData(0, "$0")]
    [InlineData(49_999, "< $0.0001")]
    [InlineData(-49_999, "> -$0.0001")]
    [InlineData(50_000, "$0.0001")]
    [InlineData(8_000_000, "$0.0080")]
    [InlineData(1_234_567_890_000, "$1,234.5679")]
    [InlineData(-8_000_000, "-$0.0080")]
    public void Cost_IsInPlacesThatAlign(long nanoDollars, string text) => Assert.Equal(text, Numbers.Cost(nanoDollars));

    [Theory]
    [InlineData(0, "$0")]
    [InlineData(4_999_999, "< $0.01")]
    [InlineData(5_000_000, "$0.01")]
    [InlineData(515_500_000, "$0.52")]
    [InlineData(1_234_567_890_000, "$1,234.57")]
    [InlineData(-2_500_000, "$0")]
    [InlineData(-2_500_000_000, "-$2.50")]
    public void Cents_AreRead(long nanoDollars, string text) => Assert.Equal(text, Numbers.Cents(nanoDollars));

    [Theory]
    [InlineData(0.9, "< 1 ms")]
    [InlineData(999.4, "999 ms")]
    [InlineData(999.6, "1.0 s")]
    [InlineData(59_949, "59.9 s")]
    [InlineData(59_960, "1 min 0 s")]
    [InlineData(125_000, "2 min 5 s")]
    [InlineData(3_599_700, "1 h 0 min")]
    [InlineData(86_399_700, "1 d 0 h")]
    public void Span_ThatRoundsToTheNextUnit_IsWrittenInThat(double milliseconds, string text) => Assert.Equal(text, Numbers.Span(TimeSpan.FromMilliseconds(milliseconds)));

    [Theory]
    [InlineData(null, "–")]
    [InlineData(12_400L, "12 ms")]
    public void Microseconds_AreASpan(long? microseconds, string text) => Assert.Equal(text, Numbers.Microseconds(microseconds));

    [Fact]
    public void Ago_NamesDaysThatAreFarOff()
    {
        Assert.Equal("now", Numbers.Ago(Now.AddSeconds(-3), Now, Berlin));
        Assert.Equal("59 s ago", Numbers.Ago(Now.AddSeconds(-59), Now, Berlin));
        Assert.Equal("in 5 min", Numbers.Ago(Now.AddMinutes(5), Now, Berlin));
        Assert.Equal("13 d ago", Numbers.Ago(Now.AddDays(-13), Now, Berlin));
        Assert.Equal("1 Jan 2026", Numbers.Ago(new(2025, 12, 31, 23, 30, 0, TimeSpan.Zero), Now, Berlin));
    }

    /// <summary>An hour before Berlin's clocks go forward, and the hour after.</summary>
    [Fact]
    public void Exact_IsInThePersonsZone()
    {
        Assert.Equal("2026-03-29 01:30:00", Numbers.Exact(Now.AddHours(-1), Berlin));
        Assert.Equal("2026-03-29 03:30:00", Numbers.Exact(Now, Berlin));
    }
}
