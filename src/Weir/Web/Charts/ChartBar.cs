namespace Weir.Web.Charts;

/// <summary>One bar of a chart.</summary>
/// <param name="Label">Below it, short: a day, an hour.</param>
/// <param name="Values">Of each series, in their order; none is negative.</param>
public sealed record ChartBar(string Label, IReadOnlyList<long> Values)
{
    public long Total => Values.Sum();
}
