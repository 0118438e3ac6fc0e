namespace Weir.Storage.Ledger;

/// <summary>The total token budget of a subject: its cap, and what it has counted.</summary>
public sealed class TokenTotal
{
    public required Guid SubjectId { get; init; }

    /// <summary>Null: count only.</summary>
    public required long? Cap { get; init; }

    public required long Posted { get; init; }
}
