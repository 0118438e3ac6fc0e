namespace Weir.Bench.Gateway.Scenarios;

/// <summary>
/// A figure that a scenario measures for each gateway. A class and not a record: two scenarios may measure figures of the same title.
/// </summary>
internal sealed class Metric(string title, Goal? goal = null)
{
    /// <summary>What it is, with its unit.</summary>
    public string Title { get; } = title;

    /// <summary>What Weir must reach; null when the figure is for information.</summary>
    public Goal? Goal { get; } = goal;
}
