namespace Weir.Usage;

/// <summary>What one user has used.</summary>
/// <param name="Username">Null when the user was deleted.</param>
internal sealed record UserUsage(Guid UserId, string? Username, long? TokenLimit, long TotalTokens);
