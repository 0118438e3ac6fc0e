namespace Weir.Health;

/// <summary>How far this process is with adding the ledger up anew, or what came of it the latest time.</summary>
public sealed record LedgerCheckAnswer
{
    /// <summary><c>never</c>, <c>running</c>, <c>done</c>, <c>cancelled</c> or <c>failed</c>.</summary>
    public required string State { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What is done now, in words: <c>Adding up entries</c>.</summary>
    public string? Step { get; init; }

    /// <summary>How much of the step is done.</summary>
    public long? Done { get; init; }

    /// <summary>How much of it there is.</summary>
    public long? Total { get; init; }

    /// <summary>True when every sum is as it should be; null until it is known.</summary>
    public bool? IsClean { get; init; }

    public long? Entries { get; init; }

    /// <summary>Reservations that were open.</summary>
    public long? Pending { get; init; }

    /// <summary>Budget windows that were added up.</summary>
    public int? Windows { get; init; }

    /// <summary>What is wrong, a sentence each; at most a hundred.</summary>
    public IReadOnlyList<string>? Faults { get; init; }

    /// <summary>How many more faults there are.</summary>
    public long? MoreFaults { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Problem { get; init; }
}
