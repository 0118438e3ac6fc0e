namespace Weir.ModelRoutes;

/// <summary>What somebody typed of a target of a route.</summary>
internal sealed class TargetForm
{
    public string Upstream { get; set; } = "";

    /// <summary>Empty: as the caller named it.</summary>
    public string Model { get; set; } = "";

    public int Weight { get; set; } = 1;
}
