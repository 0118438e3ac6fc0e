using System.Globalization;

namespace Weir.Bench.Gateway.Scenarios;

/// <summary>What Weir must reach in a metric: so many times YARP's figure at the most, or a figure of its own.</summary>
/// <param name="Most">The most it may be.</param>
/// <param name="IsRatio">True when it is to be divided by YARP's figure first.</param>
internal sealed record Goal(double Most, bool IsRatio)
{
    public static Goal TimesYarp(double most) => new(most, IsRatio: true);

    public static Goal AtMost(double most) => new(most, IsRatio: false);

    public bool IsReached(double weir, double yarp) => (IsRatio ? weir / yarp : weir) <= Most;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"≤ {Most:0.##}{(IsRatio ? "×" : "")}");
}
