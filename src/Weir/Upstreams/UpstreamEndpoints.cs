using Microsoft.AspNetCore.Http.HttpResults;
using Weir.Authentication;
using Weir.Bodies;
using Weir.Errors;

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
        upstreams.MapPost("/{id}/test-change", TestChangeAsync).RequireConfirmation()
            .TakesBody().Refuses(StatusCodes.Status404NotFound)
            .WithSummary("Tests the connection to an upstream as a body for changing it describes it; without a key in it, with the key that it has. Nothing is kept.");
        upstreams.MapPost("/{id}/test", TestKnownAsync).Refuses(StatusCodes.Status404NotFound).WithSummary("Tests the connection to an upstream, by asking it for its models.");
    }

    private static async Task<Ok<List<UpstreamAnswer>>> ListAsync(UpstreamQueries queries, CancellationToken cancellationToken) =>
        TypedResults.Ok(await queries.AllAsync(cancellationToken));

    private static async Task<Results<Ok<UpstreamAnswer>, ErrorResult>> FindAsync(string id, UpstreamQueries queries, CancellationToken cancellationToken) =>
        await queries.FindAsync(id, cancellationToken) is { } upstream ? TypedResults.Ok(upstream) : UpstreamChanges.Unknown;

    private static async Task<Results<Created<UpstreamAnswer>, ErrorResult>> AddAsync(UpstreamRequest request, UpstreamDesk desk, CancellationToken cancellationToken)
    {
        var (upstream, refusal) = await desk.AddAsync(request, cancellationToken);
        return refusal is null ? TypedResults.Created($"/admin/api/upstreams/{upstream!.Id}", upstream) : refusal;
    }

    private static async Task<Results<Ok<UpstreamAnswer>, ErrorResult>> ChangeAsync(
        string id, UpstreamRequest request, UpstreamDesk desk, CancellationToken cancellationToken)
    {
        var (upstream, refusal) = await desk.ChangeAsync(id, request, cancellationToken);
        return refusal is null ? TypedResults.Ok(upstream) : refusal;
    }

    private static async Task<Results<Ok<SuccessAnswer>, ErrorResult>> DeleteAsync(string id, UpstreamDesk desk, CancellationToken cancellationToken) =>
        await desk.DeleteAsync(id, cancellationToken) is { } refusal ? refusal : TypedResults.Ok(new SuccessAnswer());

    private static async Task<Results<Ok<TrialAnswer>, ErrorResult>> TestAsync(UpstreamRequest request, UpstreamDesk desk, CancellationToken cancellationToken)
    {
        var (trial, refusal) = await desk.TryAsync(request, cancellationToken);
        return refusal is null ? TypedResults.Ok(trial) : refusal;
    }

    private static async Task<Results<Ok<TrialAnswer>, ErrorResult>> TestChangeAsync(
        string id, UpstreamRequest request, UpstreamDesk desk, CancellationToken cancellationToken)
    {
        var (trial, refusal) = await desk.TryChangeAsync(id, request, cancellationToken);
        return refusal is null ? TypedResults.Ok(trial) : refusal;
    }

    private static async Task<Results<Ok<TrialAnswer>, ErrorResult>> TestKnownAsync(string id, UpstreamDesk desk, CancellationToken cancellationToken)
    {
        var (trial, refusal) = await desk.TryKnownAsync(id, cancellationToken);
        return refusal is null ? TypedResults.Ok(trial) : refusal;
    }
}
