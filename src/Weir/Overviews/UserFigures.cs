using Weir.Usage;

namespace Weir.Overviews;

/// <summary>What a user used.</summary>
/// <param name="UserId">Its id.</param>
/// <param name="Username">Null when the user was deleted.</param>
/// <param name="Figures">Added up.</param>
internal sealed record UserFigures(Guid UserId, string? Username, UsageFigures Figures);
