namespace Weir.Refusals;

/// <summary>How often a user was refused.</summary>
/// <param name="UserId">Its id.</param>
/// <param name="Username">Null when the user was deleted.</param>
/// <param name="Count">How often.</param>
internal sealed record RefusedUser(Guid UserId, string? Username, long Count);
