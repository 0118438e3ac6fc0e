namespace Weir.Bench.Gateway.Scenarios;

/// <summary>The figures of all rounds.</summary>
internal sealed class Measurements
{
    private readonly Dictionary<(Metric Metric, string Gateway), List<double>> _figures = [];

    public void Add(Metric metric, string gateway, double figure)
    {
        if (!_figures.TryGetValue((metric, gateway), out var figures))
        {
            _figures[(metric, gateway)] = figures = [];
        }

        figures.Add(figure);
    }

    /// <summary>The median over the rounds; not a number when the gateway wasn't measured.</summary>
    public double Median(Metric metric, string gateway)
    {
        if (!_figures.TryGetValue((metric, gateway), out var figures))
        {
            return double.NaN;
        }

        var sorted = figures.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
