namespace Weir.Invites;

/// <summary>An invite as administrators see it. Its link is shown only once, when it is made.</summary>
internal sealed record InviteAnswer
{
    public required Guid Id { get; init; }

    /// <summary><c>join</c> or <c>reset</c>.</summary>
    public required string Purpose { get; init; }

    /// <summary><c>open</c>, <c>used</c>, <c>revoked</c> or <c>expired</c>.</summary>
    public required string State { get; init; }

    public required string? Note { get; init; }

    /// <summary>Whose password it resets; null where it is to join.</summary>
    public required Guid? UserId { get; init; }

    public required string? Username { get; init; }

    /// <summary>1 when who joins becomes an administrator.</summary>
    public required int IsAdmin { get; init; }

    public required long? TokenLimit { get; init; }

    public required Guid? GroupId { get; init; }

    public required List<string> Models { get; init; }

    public required List<InviteBudgetAnswer> Budgets { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required Guid CreatedBy { get; init; }

    /// <summary>Null when its maker was erased.</summary>
    public required string? CreatedByName { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required DateTimeOffset? UsedAt { get; init; }

    public required Guid? UsedBy { get; init; }

    /// <summary>Null when nobody used it, or who did was erased.</summary>
    public required string? UsedByName { get; init; }

    public required DateTimeOffset? RevokedAt { get; init; }
}
