namespace Weir.ModelRoutes;

/// <summary>A route as the bodies of <c>/admin/api/routes</c> write it.</summary>
internal sealed class RouteRequest
{
    /// <summary>The name callers use; a <c>*</c> at its end fits any rest.</summary>
    public string? Pattern { get; init; }

    /// <summary><c>ordered</c> (when left out) or <c>weighted</c>.</summary>
    public string? Spread { get; init; }

    /// <summary>At least one, at most 20.</summary>
    public List<TargetRequest>? Targets { get; init; }
}
