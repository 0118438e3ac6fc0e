namespace Weir.Web.Charts;

/// <summary>How high a chart is: a round number at or above its highest bar.</summary>
internal static class ChartScale
{
    /// <summary>1, 2 or 5 times a power of ten; 1 when there is nothing.</summary>
    public static long Above(long highest)
    {
        for (var power = 1L; ; power *= 10)
        {
            foreach (var step in (ReadOnlySpan<long>)[1, 2, 5])
            {
                if (step * power >= highest)
                {
                    return step * power;
                }
            }

            if (power > long.MaxValue / 100)
            {
                return highest;
            }
        }
    }
}
