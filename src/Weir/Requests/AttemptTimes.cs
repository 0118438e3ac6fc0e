using Weir.Storage.Ledger;

namespace Weir.Requests;

/// <summary>When what happened to an attempt; what is null did not happen, or was not timed.</summary>
/// <param name="AdmittedAt">Its exchange was admitted: what follows belongs to the budget windows of this moment.</param>
/// <param name="SentAt">It went out to the upstream.</param>
/// <param name="FirstByteAt">The answer began.</param>
/// <param name="LastByteAt">The answer was complete.</param>
/// <param name="SettledAt">What was used was known, and became a ledger entry.</param>
public sealed record AttemptTimes(DateTimeOffset AdmittedAt, DateTimeOffset? SentAt, DateTimeOffset? FirstByteAt, DateTimeOffset? LastByteAt, DateTimeOffset SettledAt)
{
    public static AttemptTimes Of(LedgerEntry entry)
    {
        DateTimeOffset? sent = entry.SentMicroseconds is { } wait ? entry.AdmittedAt.AddMicroseconds(wait) : null;
        return new(entry.AdmittedAt, sent, After(sent, entry.FirstByteMicroseconds), After(sent, entry.LastByteMicroseconds), entry.EndedAt);
    }

    private static DateTimeOffset? After(DateTimeOffset? sent, long? microseconds) => microseconds is { } some ? sent?.AddMicroseconds(some) : null;
}
