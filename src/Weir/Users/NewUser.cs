namespace Weir.Users;

/// <summary>An account that somebody asks for.</summary>
internal sealed class NewUser
{
    public required string Username { get; init; }

    public required string Password { get; init; }

    public bool IsAdministrator { get; init; }

    /// <summary>The cap of the user's total budget, in tokens; null: none.</summary>
    public long? TokenLimit { get; init; }

    /// <summary>The group the user is in; null: none.</summary>
    public Guid? GroupId { get; init; }

    /// <summary>The models the user is limited to; empty: all.</summary>
    public List<string> Models { get; init; } = [];
}
