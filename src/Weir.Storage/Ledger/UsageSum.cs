namespace Weir.Storage.Ledger;

/// <summary>
/// What one user used of one model at one upstream within a span, added up in the settling transaction: a quarter of an hour (as time zones
/// differ by quarters), or everything since the beginning.
/// </summary>
public sealed class UsageSum
{
    /// <summary>The quarter's begin; the epoch for the sum of everything.</summary>
    public DateTimeOffset StartsAt { get; set; }

    public Guid UserId { get; set; }

    /// <summary><see cref="Name"/> of the upstream.</summary>
    public long UpstreamId { get; set; }

    /// <summary><see cref="Name"/> of the model as callers named it.</summary>
    public long ModelId { get; set; }

    /// <summary>Entries that are not voided.</summary>
    public long Entries { get; set; }

    /// <summary>Attempts that did not end well, voided ones too.</summary>
    public long Failures { get; set; }

    public long Input { get; set; }

    public long CacheRead { get; set; }

    public long CacheWrite5m { get; set; }

    public long CacheWrite1h { get; set; }

    public long Output { get; set; }

    public long NanoDollars { get; set; }
}
