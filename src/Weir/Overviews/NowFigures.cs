namespace Weir.Overviews;

/// <summary>What is going on at this moment.</summary>
/// <param name="Open">Attempts that are open, in all processes.</param>
/// <param name="Waiting">Exchanges that wait in line for a busy upstream, in this process.</param>
internal sealed record NowFigures(long Open, int Waiting);
