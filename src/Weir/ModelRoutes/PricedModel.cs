namespace Weir.ModelRoutes;

/// <summary>A model that upstreams list, with what it costs at the first of them.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Upstreams">Who lists it, in the order of preference.</param>
/// <param name="Route">The pattern of the route that requests for it take; null: none.</param>
/// <param name="Input">Nano-dollars for a million tokens of input; null: not known.</param>
/// <param name="Output">The same of output.</param>
internal sealed record PricedModel(string Name, List<string> Upstreams, string? Route, long? Input, long? Output);
