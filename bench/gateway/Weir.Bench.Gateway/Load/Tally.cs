namespace Weir.Bench.Gateway.Load;

/// <summary>What a load saw. One caller writes to one tally; they are added up when the load has ended.</summary>
internal sealed class Tally
{
    /// <summary>Complete, right answers.</summary>
    public long Answers { get; private set; }

    /// <summary>Deltas received.</summary>
    public long Chunks { get; private set; }

    /// <summary>From sending, or from when it should have been sent, to the first byte.</summary>
    public Histogram FirstByte { get; } = new();

    /// <summary>From sending, or from when it should have been sent, to the last byte.</summary>
    public Histogram Latency { get; } = new();

    /// <summary>From the upstream's sending of a delta to the caller's receiving it.</summary>
    public Histogram Lag { get; } = new();

    public void OnAnswer(long start, long firstByte, long end)
    {
        Answers++;
        FirstByte.Record(start, firstByte);
        Latency.Record(start, end);
    }

    public void OnChunk(long sent, long received)
    {
        Chunks++;
        Lag.Record(sent, received);
    }

    public static Tally Sum(IEnumerable<Tally> tallies)
    {
        var sum = new Tally();
        foreach (var tally in tallies)
        {
            sum.Answers += tally.Answers;
            sum.Chunks += tally.Chunks;
            sum.FirstByte.Add(tally.FirstByte);
            sum.Latency.Add(tally.Latency);
            sum.Lag.Add(tally.Lag);
        }

        return sum;
    }
}
