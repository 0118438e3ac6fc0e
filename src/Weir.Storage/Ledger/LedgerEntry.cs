using Weir.Accounting;
using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Ledger;

/// <summary>An immutable line of the ledger (table <c>token_usage</c>): what one attempt used, a correction of it, or a sum of old ones.</summary>
public sealed class LedgerEntry
{
    public long Id { get; set; }

    /// <summary>The attempt's id; of a carried sum, what its entries had in common.</summary>
    public Guid AttemptId { get; set; }

    public Guid ExchangeId { get; set; }

    public LedgerEntryKind Kind { get; set; }

    public Guid UserId { get; set; }

    public Guid? ApiKeyId { get; set; }

    /// <summary><see cref="Name"/> of the upstream.</summary>
    public long UpstreamId { get; set; }

    /// <summary><see cref="Name"/> of the model as the caller named it.</summary>
    public long ModelId { get; set; }

    public DateTimeOffset AdmittedAt { get; set; }

    public DateTimeOffset EndedAt { get; set; }

    public long Input { get; set; }

    public long CacheRead { get; set; }

    public long CacheWrite5m { get; set; }

    public long CacheWrite1h { get; set; }

    public long Output { get; set; }

    /// <summary>What it adds to budgets that count requests: 1 when it posts an attempt, -1 when it corrects that to a void one.</summary>
    public long Requests { get; set; }

    /// <summary>What it cost, rounded up once.</summary>
    public long NanoDollars { get; set; }

    /// <summary>The price by which it was reckoned; null when there was none.</summary>
    public Guid? PriceId { get; set; }

    /// <summary>True when the upstream named something that the price doesn't know, so that the dearest was taken.</summary>
    public bool IsPriceUncertain { get; set; }

    public UsageSource Source { get; set; }

    public AttemptOutcome Outcome { get; set; }

    /// <summary>The HTTP status of the upstream, or 0 when none came.</summary>
    public int Status { get; set; }

    /// <summary>What was set aside when the attempt ended, input and output together.</summary>
    public long Reserved { get; set; }

    /// <summary>Tokens used beyond what was set aside; above 0 only for a dishonest or unbounded upstream (invariant I6).</summary>
    public long Overrun { get; set; }

    /// <summary>The cap Weir lowered the output to; null when it was not lowered.</summary>
    public long? LoweredTo { get; set; }

    /// <summary>Microseconds from admission to sending; null when that was not timed, as with what a dead process left open.</summary>
    public long? SentMicroseconds { get; set; }

    /// <summary>Microseconds from sending to the first byte; null when none came. Of a carried sum, those of all.</summary>
    public long? FirstByteMicroseconds { get; set; }

    /// <summary>Microseconds from sending to the last byte; null when the answer did not come to its end.</summary>
    public long? LastByteMicroseconds { get; set; }

    /// <summary>True when the answer was a stream.</summary>
    public bool IsStreamed { get; set; }

    /// <summary><see cref="Pace.FirstBytes"/> of a carried sum; else null.</summary>
    public long? FirstBytes { get; set; }

    /// <summary><see cref="Pace.StreamedMicroseconds"/> of a carried sum; else null.</summary>
    public long? StreamedMicroseconds { get; set; }

    /// <summary><see cref="Pace.StreamedOutput"/> of a carried sum; else null.</summary>
    public long? StreamedOutput { get; set; }

    /// <summary>The upstream's own id of the request.</summary>
    public string? RequestId { get; set; }

    /// <summary>The conversation of a coding agent that it belongs to, as the agent said.</summary>
    public string? ClientSession { get; set; }

    /// <summary>The agent within it.</summary>
    public string? ClientAgent { get; set; }

    /// <summary>The agent that started that one.</summary>
    public string? ClientParentAgent { get; set; }

    /// <summary>Ids of its budget windows, eight bytes each, little-endian.</summary>
    public required byte[] Windows { get; set; }

    public LedgerEntry Copy() => (LedgerEntry)MemberwiseClone();

    /// <summary>Ids of the budget windows that it counts in.</summary>
    public long[] WindowIds() => [.. Enumerable.Range(0, WindowShares.CountIds(Windows)).Select(i => WindowShares.Id(Windows, i))];

    /// <summary>Adds the counts of another; what it says besides stays.</summary>
    public void Add(LedgerEntry other)
    {
        Input += other.Input;
        CacheRead += other.CacheRead;
        CacheWrite5m += other.CacheWrite5m;
        CacheWrite1h += other.CacheWrite1h;
        Output += other.Output;
        NanoDollars += other.NanoDollars;
        Requests += other.Requests;
        Overrun += other.Overrun;
    }

    /// <summary>What it adds to its windows, in each unit.</summary>
    public Weight Weight => new(Input + CacheRead + CacheWrite5m + CacheWrite1h, Output, NanoDollars, Requests);

    /// <summary>
    /// What it adds to the pace of its upstream and model. A correction adds nothing: the time was measured with what was counted then. Nor do
    /// entries of before sending was timed, which the sums of then don't have.
    /// </summary>
    public Pace Pace => Kind switch
    {
        LedgerEntryKind.Posted when SentMicroseconds is not null && FirstByteMicroseconds is { } first =>
            IsStreamed && Output > 0 && LastByteMicroseconds is { } last ? new(1, first, last - first, Output) : new(1, first, 0, 0),
        LedgerEntryKind.Carried => new(FirstBytes ?? 0, FirstByteMicroseconds ?? 0, StreamedMicroseconds ?? 0, StreamedOutput ?? 0),
        _ => default,
    };
}
