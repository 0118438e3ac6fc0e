namespace Weir.Storage.Ledger;

/// <summary>
/// What one user used of one model at one upstream within a span, added up in the settling transaction: a quarter of an hour (as time zones
/// differ by quarters), or everything since the beginning.
/// </summary>
public sealed class UsageSum : UsageCounts
{
    /// <summary>The quarter's begin; the epoch for the sum of everything.</summary>
    public DateTimeOffset StartsAt { get; set; }

    public Guid UserId { get; set; }

    /// <summary><see cref="Name"/> of the upstream.</summary>
    public long UpstreamId { get; set; }

    /// <summary><see cref="Name"/> of the model as callers named it.</summary>
    public long ModelId { get; set; }
}
