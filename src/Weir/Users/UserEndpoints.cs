using Microsoft.AspNetCore.Http.HttpResults;
using Weir.Authentication;
using Weir.Bodies;
using Weir.Errors;

namespace Weir.Users;

/// <summary><c>/admin/api/users</c>.</summary>
internal static class UserEndpoints
{
    /// <summary>Who has more asks for pages.</summary>
    private const int MostUnpaged = 1_000;

    public static void MapUsers(this IEndpointRouteBuilder app)
    {
        var users = app.MapGroup("/admin/api/users").RequireAccess(Access.Administrator).WithTags("Users");
        users.MapGet("/", ListAsync).WithSummary("The users, oldest first, at most 1,000; with any parameter a page of those that fit, with their number.");
        users.MapGet("/{id:guid}", FindAsync).Refuses(StatusCodes.Status404NotFound).WithSummary("One user.");
        users.MapPost("/", CreateAsync).RequireConfirmation()
            .TakesBody().Refuses(StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable)
            .WithSummary("Makes a user.");
        users.MapPost("/bulk", ChangeManyAsync).RequireConfirmation()
            .TakesBody().Refuses(StatusCodes.Status409Conflict)
            .WithSummary("Activates, deactivates or signs out many users, or sets their token_limit or group_id, all at once; says of whom it did not.");
        users.MapPut("/{id:guid}", ChangeAsync).RequireConfirmation()
            .TakesBody().Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .WithSummary("Changes any of is_admin, is_active, token_limit, group_id and models. Deactivating ends the user's sessions.");
        users.MapDelete("/{id:guid}", DeleteAsync).RequireConfirmation()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .WithSummary("Erases a user's name and credentials. Ledger entries stay under the id.");
    }

    private static async Task<Results<Ok<List<UserAnswer>>, Ok<UserListAnswer>, ErrorResult>> ListAsync(
        [AsParameters] UserListQuery query, UserQueries queries, CancellationToken cancellationToken)
    {
        if (query.IsEmpty)
        {
            return TypedResults.Ok(await queries.FirstAsync(MostUnpaged, cancellationToken));
        }

        return query.Read(out var filter) is { } wrong ? wrong : TypedResults.Ok(await queries.ListAsync(filter, cancellationToken));
    }

    private static async Task<Results<Ok<UserAnswer>, ErrorResult>> FindAsync(Guid id, UserQueries queries, CancellationToken cancellationToken) =>
        await queries.FindAsync(id, cancellationToken) is { } user ? TypedResults.Ok(user) : UserChanges.Unknown;

    private static async Task<Results<Ok<BulkUserAnswer>, ErrorResult>> ChangeManyAsync(
        BulkUserRequest request, BulkUserChanges changes, CancellationToken cancellationToken)
    {
        var (answer, refusal) = await changes.ChangeAsync(request, cancellationToken);
        return answer is null ? refusal! : TypedResults.Ok(answer);
    }

    private static async Task<Results<Created<UserAnswer>, ErrorResult>> CreateAsync(
        CreateUserRequest request, UserMaking making, UserQueries queries, CancellationToken cancellationToken)
    {
        var (created, refusal) = await making.MakeAsync(request, cancellationToken);
        if (created is null)
        {
            return refusal!;
        }

        var answer = await queries.FindAsync(created.Id, cancellationToken);
        return TypedResults.Created($"/admin/api/users/{created.Id}", answer);
    }

    private static async Task<Results<Ok<UserAnswer>, ErrorResult>> ChangeAsync(
        Guid id, ChangeUserRequest request, UserChanges changes, UserQueries queries, CancellationToken cancellationToken) =>
        await changes.ChangeAsync(id, request, cancellationToken) is { } refusal ? refusal : await FindAsync(id, queries, cancellationToken);

    private static async Task<Results<Ok<SuccessAnswer>, ErrorResult>> DeleteAsync(Guid id, UserChanges changes, CancellationToken cancellationToken) =>
        await changes.EraseAsync(id, cancellationToken) is { } refusal ? refusal : TypedResults.Ok(new SuccessAnswer());
}
