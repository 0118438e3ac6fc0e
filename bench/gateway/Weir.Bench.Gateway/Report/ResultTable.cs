using System.Globalization;
using System.Text;
using Weir.Bench.Gateway.Gateways;
using Weir.Bench.Gateway.Scenarios;

namespace Weir.Bench.Gateway.Report;

/// <summary>The one table: a line per metric, a column per gateway, how Weir stands to YARP, and whether that is good enough.</summary>
internal sealed class ResultTable(Measurements measurements, IReadOnlyList<Scenario> scenarios, IReadOnlyList<string> gateways)
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public string ToText()
    {
        var rows = Rows().ToList();
        var widths = Enumerable.Range(0, Header.Length).Select(column => rows.Append(Header).Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder().AppendLine(Line(Header, widths)).AppendLine(string.Join("  ", widths.Select(width => new string('-', width))));
        foreach (var row in rows)
        {
            text.AppendLine(Line(row, widths));
        }

        return text.ToString();
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder().AppendLine(Markdown(Header)).AppendLine(Markdown([.. Header.Select((_, column) => column < 2 ? "---" : "---:")]));
        foreach (var row in Rows())
        {
            text.AppendLine(Markdown(row));
        }

        return text.ToString();
    }

    private string[] Header => ["Load", "Figure", .. gateways, "weir ÷ yarp", "goal", "reached"];

    private static string Line(string[] row, int[] widths) =>
        string.Join("  ", row.Select((cell, column) => column < 2 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd();

    private static string Markdown(string[] row) => $"| {string.Join(" | ", row)} |";

    private IEnumerable<string[]> Rows() => scenarios.SelectMany(scenario => scenario.Metrics.Select((metric, index) => Row(index == 0 ? scenario.Title : "", metric)));

    private string[] Row(string title, Metric metric)
    {
        var weir = measurements.Median(metric, GatewayNames.Weir);
        var yarp = measurements.Median(metric, GatewayNames.Yarp);
        return
        [
            title,
            metric.Title,
            .. gateways.Select(gateway => Figure(measurements.Median(metric, gateway))),
            double.IsNaN(weir / yarp) ? "" : (weir / yarp).ToString("0.00", Culture),
            metric.Goal?.ToString() ?? "",
            metric.Goal is not { } goal || double.IsNaN(weir) || (goal.IsRatio && double.IsNaN(yarp)) ? "" : goal.IsReached(weir, yarp) ? "yes" : "no",
        ];
    }

    private static string Figure(double figure) => figure switch
    {
        double.NaN => "",
        >= 100 => figure.ToString("N0", Culture),
        >= 10 => figure.ToString("0.0", Culture),
        _ => figure.ToString("0.00", Culture),
    };
}
