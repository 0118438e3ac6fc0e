namespace Weir.Health;

/// <summary>How Weir is, for administrators.</summary>
internal sealed record HealthAnswer
{
    /// <summary><c>ready</c> or <c>unavailable</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Why it is unavailable; empty when it is ready.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    public required VersionsAnswer Versions { get; init; }

    public required ProcessAnswer Process { get; init; }

    public required StoreAnswer Store { get; init; }

    /// <summary>The disk of the data folder; null with PostgreSQL, where nothing is kept there.</summary>
    public required DiskAnswer? Disk { get; init; }

    /// <summary>This process and those that share the database, by their heartbeats; null while the store does not answer.</summary>
    public required List<ReplicaAnswer>? Replicas { get; init; }

    /// <summary>Attempts that are open now, of all processes; null while the store does not answer.</summary>
    public required int? OpenAttempts { get; init; }

    /// <summary>The latest time that the ledger was added up anew by this process.</summary>
    public required LedgerCheckAnswer LedgerCheck { get; init; }
}
