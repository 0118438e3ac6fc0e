using Weir.Bench.Gateway.Gateways;

namespace Weir.Bench.Gateway.Scenarios;

/// <summary>One kind of load, and the figures it gives.</summary>
internal abstract class Scenario(string name, string title)
{
    /// <summary>What the command line knows it by.</summary>
    public string Name { get; } = name;

    public string Title { get; } = title;

    public abstract IReadOnlyList<Metric> Metrics { get; }

    /// <summary>Measures one gateway once.</summary>
    public abstract Task MeasureAsync(RunningGateway gateway, Measurements into, CancellationToken cancellationToken);

    /// <summary>The CPU time that a gateway spent on each of <paramref name="count"/> things, in microseconds.</summary>
    protected static double MicrosecondsEach(ProcessFigures before, ProcessFigures after, long count) =>
        (after.Cpu - before.Cpu).TotalMicroseconds / count;
}
