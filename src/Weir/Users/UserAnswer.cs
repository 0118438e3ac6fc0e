namespace Weir.Users;

/// <summary>A user as administrators see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Username">Its name.</param>
/// <param name="IsAdmin">1 for administrators.</param>
/// <param name="IsActive">0 when deactivated.</param>
/// <param name="TokenLimit">The cap of its total budget; null: none.</param>
/// <param name="TotalTokens">What that budget has counted.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Models">The models, or beginnings of names with a star, that it is limited to; empty: all.</param>
/// <param name="GroupId">The group whose budgets count what it uses; null: none.</param>
/// <param name="LastSeenAt">When it was last signed in or its last request ended; null: never, or so long ago that it is forgotten.</param>
public sealed record UserAnswer(
    Guid Id,
    string Username,
    int IsAdmin,
    int IsActive,
    long? TokenLimit,
    long TotalTokens,
    DateTimeOffset CreatedAt,
    List<string> Models,
    Guid? GroupId,
    DateTimeOffset? LastSeenAt);
