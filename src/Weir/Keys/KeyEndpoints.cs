using Microsoft.AspNetCore.Http.HttpResults;
using Weir.Authentication;
using Weir.Bodies;
using Weir.Errors;
using Weir.Storage.Model;

namespace Weir.Keys;

/// <summary><c>/api/keys</c>: one's own API keys; and those of a user, for administrators.</summary>
internal static class KeyEndpoints
{
    public static void MapKeys(this IEndpointRouteBuilder app)
    {
        var keys = app.MapGroup("/api/keys").RequireAccess(Access.Account).WithTags("API keys");
        keys.MapGet("/", ListAsync).WithSummary("My API keys, newest first. Keys themselves are shown only once, when they are made.");
        keys.MapPost("/", CreateAsync).RequireConfirmation()
            .TakesBody().Refuses(StatusCodes.Status409Conflict)
            .WithSummary("Makes an API key. The answer is the only time it is shown.");
        keys.MapDelete("/{id:guid}", RevokeAsync).RequireConfirmation()
            .Refuses(StatusCodes.Status404NotFound)
            .WithSummary("Revokes an API key, at once.");

        var users = app.MapGroup("/admin/api/users/{id:guid}/keys").RequireAccess(Access.Administrator).WithTags("Users");
        users.MapGet("/", OfUserAsync).WithSummary("A user's API keys, newest first.");
        users.MapDelete("/{key:guid}", RevokeOfUserAsync).RequireConfirmation()
            .Refuses(StatusCodes.Status404NotFound)
            .WithSummary("Revokes a user's API key, at once.");
    }

    private static async Task<Ok<List<KeyAnswer>>> ListAsync(HttpContext http, WeirDbContext db, CancellationToken cancellationToken) =>
        TypedResults.Ok(await KeyQueries.ListAsync(db, http.Caller.User, cancellationToken));

    private static async Task<Results<Created<CreatedKeyAnswer>, ErrorResult>> CreateAsync(
        CreateKeyRequest request, HttpContext http, KeyChanges changes, CancellationToken cancellationToken)
    {
        var (key, refusal) = await changes.CreateAsync(request, http.Caller, cancellationToken);
        return refusal is null ? TypedResults.Created((string?)null, key) : refusal;
    }

    private static async Task<Results<Ok<SuccessAnswer>, ErrorResult>> RevokeAsync(
        Guid id, HttpContext http, KeyChanges changes, CancellationToken cancellationToken) =>
        await changes.RevokeAsync(id, http.Caller.User, cancellationToken) is { } refusal ? refusal : TypedResults.Ok(new SuccessAnswer());

    private static async Task<Ok<List<KeyAnswer>>> OfUserAsync(Guid id, WeirDbContext db, CancellationToken cancellationToken) =>
        TypedResults.Ok(await KeyQueries.ListAsync(db, new(id), cancellationToken));

    private static async Task<Results<Ok<SuccessAnswer>, ErrorResult>> RevokeOfUserAsync(
        Guid id, Guid key, KeyChanges changes, CancellationToken cancellationToken) =>
        await changes.RevokeAsync(key, new(id), cancellationToken) is null
            ? TypedResults.Ok(new SuccessAnswer())
            : ErrorResult.NotFound("There is no key with this id among the user's.");
}
