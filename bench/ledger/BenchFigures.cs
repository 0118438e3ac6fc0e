namespace Weir.Bench.Ledger;

/// <summary>What one load came to, in all processes together.</summary>
/// <param name="PairsPerSecond">Reservations that were made durable and settled.</param>
/// <param name="Median">Of a pair, both of its durable steps, in milliseconds.</param>
/// <param name="Tail">The same, exceeded by one in a hundred.</param>
/// <param name="CommandsPerCommit">On average; a pair is two.</param>
/// <param name="CpuPerPair">In microseconds, callers included and a database server not.</param>
/// <param name="Bare">Pairs a second of the bare loop, in commits of the same size.</param>
internal sealed record BenchFigures(double PairsPerSecond, double Median, double Tail, double CommandsPerCommit, double CpuPerPair, double Bare)
{
    /// <summary>The median of each figure.</summary>
    public static BenchFigures Middle(IReadOnlyList<BenchFigures> rounds)
    {
        double Of(Func<BenchFigures, double> figure) => rounds.Select(figure).Order().ElementAt(rounds.Count / 2);
        return new(Of(f => f.PairsPerSecond), Of(f => f.Median), Of(f => f.Tail), Of(f => f.CommandsPerCommit), Of(f => f.CpuPerPair), Of(f => f.Bare));
    }

    public static BenchFigures Of(IReadOnlyList<LoadSample> ledger, double bare)
    {
        var latencies = ledger.SelectMany(sample => sample.Latencies).Order().ToArray();
        return new(
            ledger.Sum(sample => sample.PairsPerSecond),
            latencies[latencies.Length / 2],
            latencies[latencies.Length * 99 / 100],
            SizeOfCommits(ledger),
            ledger.Sum(sample => sample.CpuMicroseconds) / latencies.Length,
            bare);
    }

    public static double SizeOfCommits(IReadOnlyList<LoadSample> samples) =>
        (double)samples.Sum(sample => sample.Commands) / Math.Max(1, samples.Sum(sample => sample.Commits));
}
