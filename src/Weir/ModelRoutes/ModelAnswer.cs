namespace Weir.ModelRoutes;

/// <summary>A model that upstreams list.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Upstreams">Who lists it, in the order of preference.</param>
/// <param name="Route">The pattern of the route that requests for it take; null: none, so whoever lists it serves it.</param>
internal sealed record ModelAnswer(string Name, List<string> Upstreams, string? Route);
