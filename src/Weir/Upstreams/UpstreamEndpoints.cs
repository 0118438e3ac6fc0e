using Microsoft.AspNetCore.Http.HttpResults;
using Weir.Authentication;
using Weir.Bodies;
using Weir.Errors;
using Weir.ModelRoutes;
using Weir.Proxy.Upstreams;
using Weir.Settings;

namespace Weir.Upstreams;

/// <summary><c>/admin/api/upstreams</c>. What changes something puts it in force before it answers.</summary>
internal static class UpstreamEndpoints
{
    public static void MapUpstreams(this IEndpointRouteBuilder app)
    {
        var upstreams = app.MapGroup("/admin/api/upstreams").RequireAccess(Access.Administrator).WithTags("Upstreams");
        upstreams.MapGet("/", ListAsync).WithSummary("All upstreams, those of the settings first, with how they stand.");
        upstreams.MapGet("/{id}", FindAsync).Refuses(StatusCodes.Status404NotFound).WithSummary("One upstream.");
        upstreams.MapPost("/", AddAsync).RequireConfirmation()
            .TakesBody().Refuses(StatusCodes.Status409Conflict)
            .WithSummary("Adds an upstream, in force at once. Its key is kept encrypted and never shown again.");
        upstreams.MapPut("/{id}", ChangeAsync).RequireConfirmation()
            .TakesBody().Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .WithSummary("Replaces what is written of an upstream; what is left out becomes usual, but the key stays unless it is given, or taken away by null.");
        upstreams.MapDelete("/{id}", DeleteAsync).RequireConfirmation()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .WithSummary("Deletes an upstream that no route names. Requests that are at it go on.");
        upstreams.MapPost("/test", TestAsync).RequireConfirmation()
            .TakesBody()
            .WithSummary("Tests the connection to an upstream as a body for adding it describes it. Nothing is kept.");
        upstreams.MapPost("/{id}/test", TestKnownAsync).Refuses(StatusCodes.Status404NotFound).WithSummary("Tests the connection to an upstream, by asking it for its models.");
    }

    private static async Task<Ok<List<UpstreamAnswer>>> ListAsync(UpstreamQueries queries, CancellationToken cancellationToken) =>
        TypedResults.Ok(await queries.AllAsync(cancellationToken));

    private static async Task<Results<Ok<UpstreamAnswer>, ErrorResult>> FindAsync(string id, UpstreamQueries queries, CancellationToken cancellationToken) =>
        await queries.FindAsync(id, cancellationToken) is { } upstream ? TypedResults.Ok(upstream) : UpstreamChanges.Unknown;

    private static async Task<Results<Created<UpstreamAnswer>, ErrorResult>> AddAsync(
        UpstreamRequest request, HttpContext http, UpstreamChanges changes, UpstreamQueries queries, RoutingInForce routing, UpstreamOverview overview)
    {
        var reading = Reading(request, http);
        if (reading.Read() is not { } config)
        {
            return reading.Refusal;
        }

        var (id, refusal) = await changes.AddAsync(config, http.RequestAborted);
        if (refusal is not null)
        {
            return refusal;
        }

        await routing.ApplyAsync(http.RequestAborted);
        await overview.LookAsync(http.RequestAborted);
        return TypedResults.Created($"/admin/api/upstreams/{id}", await queries.FindAsync(id.ToString(), http.RequestAborted));
    }

    private static async Task<Results<Ok<UpstreamAnswer>, ErrorResult>> ChangeAsync(
        string id, UpstreamRequest request, HttpContext http, UpstreamChanges changes, UpstreamQueries queries, RoutingInForce routing)
    {
        if (RefuseUnchangeable(id, queries, out var known) is { } fixedOne)
        {
            return fixedOne;
        }

        var reading = Reading(request, http);
        if (reading.Read() is not { } config)
        {
            return reading.Refusal;
        }

        if (await changes.ChangeAsync(known, config, request.SetsApiKey, http.RequestAborted) is { } refusal)
        {
            return refusal;
        }

        await routing.ApplyAsync(http.RequestAborted);
        await http.RequestServices.GetRequiredService<UpstreamOverview>().LookAsync(http.RequestAborted);
        return await FindAsync(id, queries, http.RequestAborted);
    }

    private static async Task<Results<Ok<SuccessAnswer>, ErrorResult>> DeleteAsync(
        string id, UpstreamChanges changes, UpstreamQueries queries, RoutingInForce routing, CancellationToken cancellationToken)
    {
        if ((RefuseUnchangeable(id, queries, out var known) ?? await changes.DeleteAsync(known, cancellationToken)) is { } refusal)
        {
            return refusal;
        }

        await routing.ApplyAsync(cancellationToken);
        return TypedResults.Ok(new SuccessAnswer());
    }

    private static async Task<Results<Ok<TrialAnswer>, ErrorResult>> TestAsync(UpstreamRequest request, HttpContext http, UpstreamOverview overview)
    {
        var reading = Reading(request, http);
        return reading.Read() is { } config
            ? TypedResults.Ok(TrialAnswer.Of(await overview.TryAsync(config, http.RequestAborted)))
            : reading.Refusal;
    }

    private static async Task<Results<Ok<TrialAnswer>, ErrorResult>> TestKnownAsync(
        string id, UpstreamQueries queries, UpstreamOverview overview, CancellationToken cancellationToken) =>
        await queries.FindConfigAsync(id, cancellationToken) switch
        {
            (null, _) => UpstreamChanges.Unknown,
            (_, { } problem) => TypedResults.Ok(TrialAnswer.Failed(problem)),
            var (config, _) => TypedResults.Ok(TrialAnswer.Of(await overview.TryAsync(config, cancellationToken))),
        };

    private static UpstreamReading Reading(UpstreamRequest request, HttpContext http) =>
        new(request, new(http.RequestServices.GetRequiredService<WeirSettings>().Host, http.Connection.LocalPort));

    private static ErrorResult? RefuseUnchangeable(string id, UpstreamQueries queries, out Guid known) =>
        Guid.TryParse(id, out known) ? null
        : queries.FindInSettings(id) is { } config ? ErrorResult.Conflict($"\"{config.Name}\" is written in the settings: change it there and start again, or add another upstream here.")
        : UpstreamChanges.Unknown;
}
