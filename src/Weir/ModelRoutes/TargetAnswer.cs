namespace Weir.ModelRoutes;

/// <summary>A target of a route as administrators see it.</summary>
/// <param name="Upstream">The upstream's name.</param>
/// <param name="Model">The model's name there; null: as the caller named it.</param>
/// <param name="Weight">Its share where the route spreads by weight.</param>
public sealed record TargetAnswer(string Upstream, string? Model, int Weight);
