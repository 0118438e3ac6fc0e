namespace Weir.Users;

/// <summary>What an administrator enters about an account: of a user, or of who is invited.</summary>
public sealed class AccountForm
{
    public bool IsAdministrator { get; set; }

    /// <summary>Null: none.</summary>
    public long? TokenLimit { get; set; }

    /// <summary>Null: none.</summary>
    public Guid? GroupId { get; set; }

    /// <summary>With commas between them; empty: all.</summary>
    public string Models { get; set; } = "";

    internal List<string> ModelList => [.. Models.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    internal static AccountForm Of(UserAnswer user) => new()
    {
        IsAdministrator = user.IsAdmin == 1,
        TokenLimit = user.TokenLimit,
        GroupId = user.GroupId,
        Models = string.Join(", ", user.Models),
    };
}
