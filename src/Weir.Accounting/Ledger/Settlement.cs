namespace Weir.Accounting;

/// <summary>How one attempt ended: turns its reservation into a ledger entry, once.</summary>
public sealed record Settlement
{
    public required AttemptId Attempt { get; init; }

    /// <summary><see cref="LedgerEntryKind.Posted"/>, or <see cref="LedgerEntryKind.Voided"/> on proof that nothing was processed.</summary>
    public required LedgerEntryKind Kind { get; init; }

    /// <summary>False when not a byte was sent: then the reservation ends without an entry.</summary>
    public bool WasSent { get; init; } = true;

    public required Usage Usage { get; init; }

    /// <summary>What it cost, in nano-dollars and rounded up once.</summary>
    public long NanoDollars { get; init; }

    /// <summary>True when the upstream named something that the price doesn't know.</summary>
    public bool IsPriceUncertain { get; init; }

    public required UsageSource Source { get; init; }

    public required AttemptOutcome Outcome { get; init; }

    /// <summary>The HTTP status of the upstream, or 0 when none came.</summary>
    public int Status { get; init; }

    /// <summary>The upstream's own id of the request, for asking its support.</summary>
    public string? RequestId { get; init; }

    /// <summary>From the exchange's admission to sending; null when nothing was sent.</summary>
    public TimeSpan? Sent { get; init; }

    /// <summary>From sending to the first byte of the answer; null when none came.</summary>
    public TimeSpan? FirstByte { get; init; }

    /// <summary>From sending to the last byte of the answer; null when it did not come to its end.</summary>
    public TimeSpan? LastByte { get; init; }

    /// <summary>True when the answer was a stream, so that its output came as it was made.</summary>
    public bool IsStreamed { get; init; }

    public required DateTimeOffset EndedAt { get; init; }
}
