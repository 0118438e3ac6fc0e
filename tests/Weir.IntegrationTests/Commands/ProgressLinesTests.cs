using Microsoft.Extensions.Time.Testing;
using Weir.Commands;
using Xunit;

namespace Weir.IntegrationTests.Commands;

public sealed class ProgressLinesTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Lines_OfALongStep_ComeEveryFewSecondsWithCountRateAndTimeLeft()
    {
        using var output = new StringWriter();
        var lines = new ProgressLines(output, _time);
        lines.Begin("Copying rows", 20_000);
        for (var second = 0; second < 12; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            lines.Advance(1_000);
        }

        Assert.Equal(
            ["Copying rows: 5,000 of 20,000, 1,000/s, 15 s left", "Copying rows: 10,000 of 20,000, 1,000/s, 10 s left"],
            output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Lines_OfWhatIsDoneSoon_AreNone()
    {
        using var output = new StringWriter();
        var lines = new ProgressLines(output, _time);
        foreach (var step in (string[])["Copying rows", "Reading rows back"])
        {
            lines.Begin(step, 1);
            _time.Advance(TimeSpan.FromSeconds(2));
            lines.Advance(1);
        }

        Assert.Empty(output.ToString());
    }
}
