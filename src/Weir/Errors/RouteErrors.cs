namespace Weir.Errors;

/// <summary>How routes say with which statuses they can refuse, for the reference.</summary>
internal static class RouteErrors
{
    public static TBuilder Refuses<TBuilder>(this TBuilder routes, params IEnumerable<int> statuses)
        where TBuilder : IEndpointConventionBuilder =>
        routes.WithMetadata([.. statuses.Select(status => new ProducesResponseTypeMetadata(status, typeof(ErrorAnswer), ["application/json"]))]);

    /// <summary>What can be wrong with any body.</summary>
    public static TBuilder TakesBody<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.Refuses(
            StatusCodes.Status408RequestTimeout,
            StatusCodes.Status413PayloadTooLarge,
            StatusCodes.Status415UnsupportedMediaType);
}
