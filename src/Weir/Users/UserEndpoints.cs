using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Weir.Authentication;
using Weir.Bodies;
using Weir.Errors;
using Weir.ModelRoutes;
using Weir.Storage.Model;

namespace Weir.Users;

/// <summary><c>/admin/api/users</c>.</summary>
internal static class UserEndpoints
{
    public static void MapUsers(this IEndpointRouteBuilder app)
    {
        var users = app.MapGroup("/admin/api/users").RequireAccess(Access.Administrator).WithTags("Users");
        users.MapGet("/", ListAsync).WithSummary("All users, oldest first.");
        users.MapGet("/{id:guid}", FindAsync).Refuses(StatusCodes.Status404NotFound).WithSummary("One user.");
        users.MapPost("/", CreateAsync).RequireConfirmation()
            .TakesBody().Refuses(StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable)
            .WithSummary("Makes a user.");
        users.MapPut("/{id:guid}", ChangeAsync).RequireConfirmation()
            .TakesBody().Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .WithSummary("Changes any of is_admin, is_active, token_limit, group_id and models. Deactivating ends the user's sessions.");
        users.MapDelete("/{id:guid}", DeleteAsync).RequireConfirmation()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .WithSummary("Erases a user's name and credentials. Ledger entries stay under the id.");
    }

    private static async Task<Ok<List<UserAnswer>>> ListAsync(WeirDbContext db, CancellationToken cancellationToken) =>
        TypedResults.Ok(await UserQueries.Answers(db).ToListAsync(cancellationToken));

    private static async Task<Results<Ok<UserAnswer>, ErrorResult>> FindAsync(Guid id, WeirDbContext db, CancellationToken cancellationToken) =>
        await UserQueries.AnswerAsync(db, id, cancellationToken) is { } user
            ? TypedResults.Ok(user)
            : ErrorResult.NotFound("There is no user with this id.");

    private static async Task<Results<Created<UserAnswer>, ErrorResult>> CreateAsync(
        CreateUserRequest request, UserCreation creation, WeirDbContext db, CancellationToken cancellationToken)
    {
        if (request is not { Username.Length: > 0, Password.Length: > 0 })
        {
            return ErrorResult.BadRequest("\"username\" and \"password\" are needed.");
        }

        if (Check(request.TokenLimit, request.Models) is { } wrong)
        {
            return wrong;
        }

        var wanted = new NewUser
        {
            Username = request.Username,
            Password = request.Password,
            IsAdministrator = request.IsAdmin ?? false,
            TokenLimit = request.TokenLimit,
            GroupId = request.GroupId,
            Models = request.Models ?? [],
        };
        var (created, refusal) = await creation.CreateAsync(wanted, cancellationToken);
        if (created is null)
        {
            return refusal!;
        }

        var answer = await UserQueries.AnswerAsync(db, created.Id, cancellationToken);
        return TypedResults.Created($"/admin/api/users/{created.Id}", answer);
    }

    private static async Task<Results<Ok<UserAnswer>, ErrorResult>> ChangeAsync(
        Guid id, ChangeUserRequest request, UserChanges changes, WeirDbContext db, CancellationToken cancellationToken)
    {
        if (Check(request.TokenLimit, request.Models) is { } wrong)
        {
            return wrong;
        }

        return await changes.ChangeAsync(id, request, cancellationToken) is { } refusal
            ? refusal
            : await FindAsync(id, db, cancellationToken);
    }

    private static async Task<Results<Ok<SuccessAnswer>, ErrorResult>> DeleteAsync(Guid id, UserChanges changes, CancellationToken cancellationToken) =>
        await changes.EraseAsync(id, cancellationToken) is { } refusal ? refusal : TypedResults.Ok(new SuccessAnswer());

    private static ErrorResult? Check(long? tokenLimit, List<string>? models) =>
        tokenLimit < 0 ? ErrorResult.BadRequest("\"token_limit\" must be 0 or more, or null for no limit.") : AllowedModels.Check(models);
}
