using Weir.Storage.Ledger;

namespace Weir.Storage.Accounts;

/// <summary>
/// A one-time link: to join, with the role and the limits that the new account gets, or to set a user's password anew. Opening it consumes nothing,
/// using it does, once.
/// </summary>
public sealed class Invite
{
    public const int LongestNote = 200;

    public Guid Id { get; set; }

    /// <summary>SHA-256 of the link's code.</summary>
    public required byte[] Hash { get; set; }

    /// <summary>Whose password it resets; null: it is a link to join.</summary>
    public Guid? ResetsUserId { get; set; }

    /// <summary>What its maker noted: who it is for, say.</summary>
    public string? Note { get; set; }

    public bool IsAdministrator { get; set; }

    /// <summary>The cap of the new user's total budget, in tokens; null: none.</summary>
    public long? TokenLimit { get; set; }

    /// <summary>The group that the new user is in; null: none.</summary>
    public Guid? GroupId { get; set; }

    /// <summary>The models, or beginnings of names with a star, that the new user is limited to; empty: all.</summary>
    public List<string> Models { get; set; } = [];

    /// <summary>Budgets that the new user gets beside those of the role's templates.</summary>
    public List<BudgetDraft> Budgets { get; set; } = [];

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>The administrator who made it.</summary>
    public Guid CreatedBy { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>Who joined by it, or whose password it reset.</summary>
    public Guid? UsedBy { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}
