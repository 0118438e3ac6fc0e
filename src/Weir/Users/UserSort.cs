namespace Weir.Users;

/// <summary>By what a list of users is sorted.</summary>
internal enum UserSort
{
    CreatedAt,

    Username,

    TotalTokens,

    /// <summary>Who has no limit counts as having the highest.</summary>
    TokenLimit,

    /// <summary>Who never was seen counts as having been so longest ago.</summary>
    LastSeenAt,
}
