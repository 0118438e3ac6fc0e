using Weir.Accounting;

namespace Weir.TestKit.Ledgers;

/// <summary>An open attempt.</summary>
/// <param name="Attempt">Its id.</param>
/// <param name="Replica">The process that keeps it.</param>
/// <param name="Windows">Those that admitted it, which it belongs to whatever the clock says when it ends.</param>
/// <param name="Output">The output granted.</param>
/// <param name="Reserved">What is set aside.</param>
public sealed record PlainReservation(AttemptId Attempt, string Replica, IReadOnlyList<PlainWindowKey> Windows, long Output, PlainAmounts Reserved);
