namespace Weir.Usage;

/// <summary>What one user has used.</summary>
/// <param name="UserId">Its id.</param>
/// <param name="Username">Null when the user was deleted.</param>
/// <param name="TokenLimit">The cap of its total budget; null: none.</param>
/// <param name="TotalTokens">What that budget has counted.</param>
internal sealed record UserUsage(Guid UserId, string? Username, long? TokenLimit, long TotalTokens);
