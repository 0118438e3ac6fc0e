using Weir.Accounting;

namespace Weir.TestKit.Ledgers;

/// <summary>What must be answered to an attempt that asks for room.</summary>
/// <param name="Verdict">The answer.</param>
/// <param name="Output">Granted: the output set aside.</param>
/// <param name="Shortest">Otherwise: the indexes of the windows that leave room for the least output, any of which may be named.</param>
public sealed record PlainAnswer(ReserveVerdict Verdict, long Output, IReadOnlyList<int> Shortest);
