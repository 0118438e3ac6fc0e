using Weir.Storage.Ledger;

namespace Weir.Users;

/// <summary>An account that somebody asks for.</summary>
internal sealed class NewUser
{
    public required string Username { get; init; }

    public required string Password { get; init; }

    public bool IsAdministrator { get; init; }

    /// <summary>The cap of the user's total budget, in tokens; null: none.</summary>
    public long? TokenLimit { get; init; }

    /// <summary>The same while no template caps what users of the role use; null: none.</summary>
    public long? TokenLimitWithoutTemplate { get; init; }

    /// <summary>The group the user is in; null: none.</summary>
    public Guid? GroupId { get; init; }

    /// <summary>The models the user is limited to; empty: all.</summary>
    public List<string> Models { get; init; } = [];

    /// <summary>Budgets that the user gets beside those of the role's templates.</summary>
    public List<BudgetDraft> Budgets { get; init; } = [];

    /// <summary>The invite that the user joins by, which is used up with it; null: none.</summary>
    public Guid? Invite { get; init; }
}
