using Microsoft.AspNetCore.Http.HttpResults;
using Weir.Authentication;
using Weir.Bodies;
using Weir.Errors;

namespace Weir.ModelRoutes;

/// <summary><c>/admin/api/routes</c> and <c>/admin/api/models</c>. What changes something puts it in force before it answers.</summary>
internal static class RouteEndpoints
{
    public static void MapModelRoutes(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/admin/api/routes").RequireAccess(Access.Administrator).WithTags("Routes");
        routes.MapGet("/", ListAsync).WithSummary("All routes, those of the settings first.");
        routes.MapGet("/{id}", FindAsync).Refuses(StatusCodes.Status404NotFound).WithSummary("One route.");
        routes.MapPost("/", AddAsync).RequireConfirmation()
            .TakesBody().Refuses(StatusCodes.Status409Conflict)
            .WithSummary("Adds a route from a model's public name, or from all names with a beginning, to targets.");
        routes.MapPut("/{id}", ChangeAsync).RequireConfirmation()
            .TakesBody().Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .WithSummary("Replaces a route.");
        routes.MapDelete("/{id}", DeleteAsync).RequireConfirmation()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .WithSummary("Deletes a route.");

        app.MapGet("/admin/api/models", (RouteQueries queries) => TypedResults.Ok(queries.Models())).RequireAccess(Access.Administrator).WithTags("Routes")
            .WithSummary("Every model that upstreams list, with who lists it and the route that requests for it take.");
    }

    private static async Task<Ok<List<RouteAnswer>>> ListAsync(RouteQueries queries, CancellationToken cancellationToken) =>
        TypedResults.Ok(await queries.AllAsync(cancellationToken));

    private static async Task<Results<Ok<RouteAnswer>, ErrorResult>> FindAsync(string id, RouteQueries queries, CancellationToken cancellationToken) =>
        await queries.FindAsync(id, cancellationToken) is { } route ? TypedResults.Ok(route) : RouteChanges.Unknown;

    private static async Task<Results<Created<RouteAnswer>, ErrorResult>> AddAsync(RouteRequest request, RouteDesk desk, CancellationToken cancellationToken)
    {
        var (route, refusal) = await desk.AddAsync(request, cancellationToken);
        return refusal is null ? TypedResults.Created($"/admin/api/routes/{route!.Id}", route) : refusal;
    }

    private static async Task<Results<Ok<RouteAnswer>, ErrorResult>> ChangeAsync(
        string id, RouteRequest request, RouteDesk desk, CancellationToken cancellationToken)
    {
        var (route, refusal) = await desk.ChangeAsync(id, request, cancellationToken);
        return refusal is null ? TypedResults.Ok(route) : refusal;
    }

    private static async Task<Results<Ok<SuccessAnswer>, ErrorResult>> DeleteAsync(string id, RouteDesk desk, CancellationToken cancellationToken) =>
        await desk.DeleteAsync(id, cancellationToken) is { } refusal ? refusal : TypedResults.Ok(new SuccessAnswer());
}
