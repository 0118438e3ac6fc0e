namespace Weir.Storage.Ledger;

/// <summary>
/// Usage sums added up further, in the same transaction: what is asked of months and of everybody is answered by some thousand of these, where there
/// are millions of sums. Those that belong to no user belong to the process that writes them, so that processes don't wait for each other's.
/// </summary>
public sealed class UsageTotal : UsageCounts
{
    public UsageTotalKind Kind { get; set; }

    /// <summary>The begin of the quarter, or of the day in UTC.</summary>
    public DateTimeOffset StartsAt { get; set; }

    /// <summary>The user of a <see cref="UsageTotalKind.UserDay"/>; else the process, and all of these are to be added up.</summary>
    public Guid SubjectId { get; set; }

    /// <summary><see cref="Name"/> of the upstream of a <see cref="UsageTotalKind.ModelDay"/>; else 0.</summary>
    public long UpstreamId { get; set; }

    /// <summary><see cref="Name"/> of the model of a <see cref="UsageTotalKind.ModelDay"/>; else 0.</summary>
    public long ModelId { get; set; }
}
