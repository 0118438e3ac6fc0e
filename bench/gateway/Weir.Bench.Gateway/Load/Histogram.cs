using System.Diagnostics;
using System.Numerics;

namespace Weir.Bench.Gateway.Load;

/// <summary>Durations in buckets less than 1 % wide, so that a run of any length takes the same memory and its percentiles are exact enough.</summary>
internal sealed class Histogram
{
    /// <summary>Each power of two is cut into this many buckets.</summary>
    private const int Parts = 128;

    private const int PartBits = 7;

    private readonly long[] _buckets = new long[Parts * (64 - PartBits)];

    public long Count { get; private set; }

    /// <param name="from">As <see cref="Stopwatch.GetTimestamp"/>.</param>
    /// <param name="to">As <see cref="Stopwatch.GetTimestamp"/>.</param>
    public void Record(long from, long to)
    {
        _buckets[Bucket(Math.Max(0, to - from))]++;
        Count++;
    }

    public void Add(Histogram other)
    {
        for (var i = 0; i < _buckets.Length; i++)
        {
            _buckets[i] += other._buckets[i];
        }

        Count += other.Count;
    }

    /// <summary>In milliseconds; not a number when nothing was recorded.</summary>
    public double Percentile(double percent)
    {
        var left = (long)Math.Ceiling(Count * percent / 100);
        for (var i = 0; i < _buckets.Length && left > 0; i++)
        {
            left -= _buckets[i];
            if (left <= 0)
            {
                return Middle(i) * 1000 / Stopwatch.Frequency;
            }
        }

        return double.NaN;
    }

    private static int Bucket(long ticks)
    {
        if (ticks < Parts)
        {
            return (int)ticks;
        }

        var shift = BitOperations.Log2((ulong)ticks) - PartBits;
        return (shift * Parts) + (int)(ticks >> shift);
    }

    private static double Middle(int bucket)
    {
        if (bucket < Parts)
        {
            return bucket;
        }

        var shift = (bucket / Parts) - 1;
        return (((long)(bucket % Parts) + Parts) << shift) + (Math.Pow(2, shift) / 2);
    }
}
