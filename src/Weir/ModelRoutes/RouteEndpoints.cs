using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Authentication;
using Weir.Bodies;
using Weir.Errors;
using Weir.Proxy.Routing;
using Weir.Proxy.Upstreams;
using Weir.Settings;
using Weir.Storage.Model;

namespace Weir.ModelRoutes;

/// <summary><c>/admin/api/routes</c> and <c>/admin/api/models</c>. What changes something puts it in force before it answers.</summary>
internal static class RouteEndpoints
{
    private const string SettingsId = "settings-";

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

        app.MapGet("/admin/api/models", Models).RequireAccess(Access.Administrator).WithTags("Routes")
            .WithSummary("Every model that upstreams list, with who lists it and the route that requests for it take.");
    }

    private static async Task<Ok<List<RouteAnswer>>> ListAsync(WeirDbContext db, WeirSettings settings, CancellationToken cancellationToken)
    {
        var stored = await db.ModelRoutes.AsNoTracking().OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(cancellationToken);
        return TypedResults.Ok<List<RouteAnswer>>([.. settings.Routes.Select(Answer), .. stored.Select(row => Answer(row))]);
    }

    private static async Task<Results<Ok<RouteAnswer>, ErrorResult>> FindAsync(
        string id, WeirDbContext db, WeirSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Routes.Select(Answer).FirstOrDefault(route => route.Id == id) is { } written)
        {
            return TypedResults.Ok(written);
        }

        return Guid.TryParse(id, out var known) && await db.ModelRoutes.AsNoTracking().SingleOrDefaultAsync(row => row.Id == known, cancellationToken) is { } stored
            ? TypedResults.Ok(Answer(stored))
            : RouteChanges.Unknown;
    }

    private static async Task<Results<Created<RouteAnswer>, ErrorResult>> AddAsync(
        RouteRequest request, RouteChanges changes, RoutingInForce routing, WeirDbContext db, CancellationToken cancellationToken)
    {
        var (id, refusal) = await changes.AddAsync(request, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        await routing.ApplyAsync(cancellationToken);
        var row = await db.ModelRoutes.AsNoTracking().SingleAsync(row => row.Id == id, cancellationToken);
        return TypedResults.Created($"/admin/api/routes/{id}", Answer(row));
    }

    private static async Task<Results<Ok<RouteAnswer>, ErrorResult>> ChangeAsync(
        string id, RouteRequest request, RouteChanges changes, RoutingInForce routing, HttpContext http, CancellationToken cancellationToken)
    {
        var services = http.RequestServices;
        var settings = services.GetRequiredService<WeirSettings>();
        if ((RefuseUnchangeable(id, settings, out var known) ?? await changes.ChangeAsync(known, request, cancellationToken)) is { } refusal)
        {
            return refusal;
        }

        await routing.ApplyAsync(cancellationToken);
        return await FindAsync(id, services.GetRequiredService<WeirDbContext>(), settings, cancellationToken);
    }

    private static async Task<Results<Ok<SuccessAnswer>, ErrorResult>> DeleteAsync(
        string id, RouteChanges changes, RoutingInForce routing, WeirSettings settings, CancellationToken cancellationToken)
    {
        if ((RefuseUnchangeable(id, settings, out var known) ?? await changes.DeleteAsync(known, cancellationToken)) is { } refusal)
        {
            return refusal;
        }

        await routing.ApplyAsync(cancellationToken);
        return TypedResults.Ok(new SuccessAnswer());
    }

    private static Ok<List<ModelAnswer>> Models(UpstreamOverview overview) => TypedResults.Ok(
        (from standing in overview.All()
         from model in standing.Models
         group standing.Name by ModelPattern.WithoutDefaultTag(model).ToString() into names
         orderby names.Key
         select new ModelAnswer(names.Key, [.. names.Distinct()], overview.RouteOf(names.Key))).ToList());

    private static ErrorResult? RefuseUnchangeable(string id, WeirSettings settings, out Guid known) =>
        Guid.TryParse(id, out known) ? null
        : settings.Routes.Select(Answer).FirstOrDefault(route => route.Id == id) is { } written
            ? ErrorResult.Conflict($"The route \"{written.Pattern}\" is written in the settings: change it there and start again.")
        : RouteChanges.Unknown;

    private static RouteAnswer Answer(RouteConfig route, int index) => RouteAnswer.Of($"{SettingsId}{index}", "settings", route.Pattern, route.Spread, route.Targets);

    private static RouteAnswer Answer(Storage.Routing.StoredRoute route) => RouteAnswer.Of(route.Id.ToString(), "database", route.Pattern, route.Spread, route.Targets);
}
