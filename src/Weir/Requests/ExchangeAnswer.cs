namespace Weir.Requests;

/// <summary>One exchange with its attempts, in their order.</summary>
internal sealed record ExchangeAnswer
{
    /// <summary>As answers of Weir's own name it: <c>req_…</c>.</summary>
    public required string Exchange { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>Null when the user was deleted.</summary>
    public required string? Username { get; init; }

    /// <summary>Null: it came with a session.</summary>
    public required Guid? ApiKeyId { get; init; }

    public required string? ApiKeyName { get; init; }

    /// <summary>As the caller named it.</summary>
    public required string Model { get; init; }

    /// <summary>The conversation of a coding agent that it belongs to, as the agent said.</summary>
    public required string? ClientSession { get; init; }

    /// <summary>The agent within it.</summary>
    public required string? ClientAgent { get; init; }

    /// <summary>The agent that started that one.</summary>
    public required string? ClientParentAgent { get; init; }

    public required IReadOnlyList<AttemptAnswer> Attempts { get; init; }
}
