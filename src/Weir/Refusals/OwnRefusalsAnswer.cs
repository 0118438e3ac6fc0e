namespace Weir.Refusals;

/// <summary>What I was refused.</summary>
/// <param name="ByReason">In the last 30 days, the most frequent first.</param>
/// <param name="Refusals">The latest, at most 100, newest first.</param>
internal sealed record OwnRefusalsAnswer(IReadOnlyList<ReasonCount> ByReason, IReadOnlyList<RefusalLine> Refusals);
