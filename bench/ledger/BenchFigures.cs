namespace Weir.Bench.Ledger;

/// <summary>What one load on the product came to.</summary>
/// <param name="PairsPerSecond">Reservations that were made durable and settled.</param>
/// <param name="Median">Of a pair, both of its durable steps, in milliseconds.</param>
/// <param name="Tail">The same, exceeded by one in a hundred.</param>
/// <param name="CommandsPerCommit">On average; a pair is two.</param>
/// <param name="CpuPerPair">In microseconds, callers included.</param>
internal sealed record BenchFigures(double PairsPerSecond, double Median, double Tail, double CommandsPerCommit, double CpuPerPair);
