namespace Weir.Bench.Ledger;

/// <summary>What one process did in one load.</summary>
/// <param name="Seconds">How long it took.</param>
/// <param name="Pairs">Reservations that were made durable and settled.</param>
/// <param name="Latencies">Of each pair, both of its durable steps, in milliseconds; empty for the bare loop, which nobody waits for.</param>
/// <param name="Commits">Transactions.</param>
/// <param name="Commands">In all of them; a pair is two.</param>
/// <param name="CpuMicroseconds">Of the process, callers included.</param>
internal sealed record LoadSample(double Seconds, long Pairs, double[] Latencies, long Commits, long Commands, double CpuMicroseconds)
{
    public double PairsPerSecond => Pairs / Seconds;
}
