using Microsoft.AspNetCore.Http.HttpResults;
using Weir.Authentication;
using Weir.Bodies;
using Weir.Errors;

namespace Weir.Groups;

/// <summary><c>/admin/api/groups</c>.</summary>
internal static class GroupEndpoints
{
    public static IServiceCollection AddGroups(this IServiceCollection services) => services
        .AddScoped<GroupChanges>()
        .AddScoped<GroupQueries>()
        .ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, GroupJson.Default));

    public static void MapGroups(this IEndpointRouteBuilder app)
    {
        var groups = app.MapGroup("/admin/api/groups").RequireAccess(Access.Administrator).WithTags("Groups");
        groups.MapGet("/", ListAsync).WithSummary("All groups, by name.");
        groups.MapGet("/{id:guid}", FindAsync).Refuses(StatusCodes.Status404NotFound).WithSummary("One group.");
        groups.MapPost("/", AddAsync).RequireConfirmation()
            .TakesBody().Refuses(StatusCodes.Status409Conflict)
            .WithSummary("Makes a group. Users join it by group_id of /admin/api/users.");
        groups.MapPut("/{id:guid}", RenameAsync).RequireConfirmation()
            .TakesBody().Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .WithSummary("Renames a group.");
        groups.MapDelete("/{id:guid}", DeleteAsync).RequireConfirmation()
            .Refuses(StatusCodes.Status404NotFound)
            .WithSummary("Deletes a group with its budgets. Its members stay.");
    }

    private static async Task<Ok<List<GroupAnswer>>> ListAsync(GroupQueries queries, CancellationToken cancellationToken) =>
        TypedResults.Ok(await queries.ListAsync(cancellationToken));

    private static async Task<Results<Ok<GroupAnswer>, ErrorResult>> FindAsync(Guid id, GroupQueries queries, CancellationToken cancellationToken) =>
        await queries.FindAsync(id, cancellationToken) is { } group ? TypedResults.Ok(group) : GroupChanges.Unknown;

    private static async Task<Results<Created<GroupAnswer>, ErrorResult>> AddAsync(
        GroupRequest request, GroupChanges changes, GroupQueries queries, CancellationToken cancellationToken)
    {
        var (id, refusal) = await changes.AddAsync(request.Name, cancellationToken);
        return refusal is not null
            ? refusal
            : TypedResults.Created($"/admin/api/groups/{id}", await queries.FindAsync(id, cancellationToken));
    }

    private static async Task<Results<Ok<GroupAnswer>, ErrorResult>> RenameAsync(
        Guid id, GroupRequest request, GroupChanges changes, GroupQueries queries, CancellationToken cancellationToken) =>
        await changes.RenameAsync(id, request.Name, cancellationToken) is { } refusal ? refusal : await FindAsync(id, queries, cancellationToken);

    private static async Task<Results<Ok<SuccessAnswer>, ErrorResult>> DeleteAsync(Guid id, GroupChanges changes, CancellationToken cancellationToken) =>
        await changes.DeleteAsync(id, cancellationToken) is { } refusal ? refusal : TypedResults.Ok(new SuccessAnswer());
}
