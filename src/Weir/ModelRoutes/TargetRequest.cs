namespace Weir.ModelRoutes;

/// <summary>A target of a route in a body.</summary>
internal sealed class TargetRequest
{
    /// <summary>The upstream's name.</summary>
    public string? Upstream { get; init; }

    /// <summary>The model's name there; left out: as the caller named it.</summary>
    public string? Model { get; init; }

    /// <summary>Its share where the route spreads by weight; 1 when left out.</summary>
    public long? Weight { get; init; }
}
