using Weir.Storage.Accounts;

namespace Weir.Users;

/// <summary>A user as the database tells of it.</summary>
internal sealed class UserRow
{
    public required User User { get; init; }

    public required long? TokenLimit { get; init; }

    public required long TotalTokens { get; init; }

    /// <summary>When one of the sessions was last used.</summary>
    public required DateTimeOffset? SignedInAt { get; init; }

    /// <summary>When the last request ended.</summary>
    public required DateTimeOffset? RequestedAt { get; init; }

    public UserAnswer Answer() => new(
        User.Id,
        User.UserName!,
        User.IsAdministrator ? 1 : 0,
        User.IsActive ? 1 : 0,
        TokenLimit,
        TotalTokens,
        User.CreatedAt,
        User.Models,
        User.GroupId,
        SignedInAt > RequestedAt || RequestedAt is null ? SignedInAt : RequestedAt);
}
