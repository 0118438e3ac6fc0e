using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Weir.Web.Charts;

/// <summary>Bars over time, drawn as a picture that scales with the page, and told as a table.</summary>
public sealed partial class BarChart
{
    private const double BarWidth = 10;

    private const double Height = 100;

    private const int MostLabels = 6;

    private List<(int Series, double X, double Y, double Height, string Title)> _parts = [];
    private List<(double Percent, string Text)> _labels = [];
    private long _top = 1;

    /// <summary>What it shows, in words.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>What the parts of a bar are, the lowest first; at most six.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<string> Series { get; set; }

    /// <summary>Oldest first.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<ChartBar> Bars { get; set; }

    /// <summary>How a value is written.</summary>
    [Parameter, EditorRequired]
    public required Func<long, string> Format { get; set; }

    protected override void OnParametersSet()
    {
        _top = ChartScale.Above(Bars.Select(bar => bar.Total).DefaultIfEmpty(0).Max());
        _parts = [.. Bars.SelectMany(Parts)];
        var every = Math.Max(1, (Bars.Count + MostLabels - 1) / MostLabels);
        // In the middle below its bar.
        _labels = [.. Bars.Select((bar, i) => (Percent: (i + 0.5) * 100 / Bars.Count, bar.Label)).Where((_, i) => i % every == 0)];
    }

    private IEnumerable<(int Series, double X, double Y, double Height, string Title)> Parts(ChartBar bar, int place)
    {
        var y = Height;
        for (var i = 0; i < bar.Values.Count; i++)
        {
            var height = bar.Values[i] * Height / _top;
            if (height > 0)
            {
                y -= height;
                yield return (i, (place * BarWidth) + (BarWidth * 0.12), y, height, $"{bar.Label}, {Series[i]}: {Format(bar.Values[i])}");
            }
        }
    }

    private static string Text(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
