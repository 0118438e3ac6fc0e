using Microsoft.AspNetCore.Http.HttpResults;
using Weir.Authentication;
using Weir.Bodies;
using Weir.Errors;

namespace Weir.Sessions;

/// <summary><c>/auth/sessions</c>: where one is signed in; and the same of a user, for administrators.</summary>
internal static class SessionEndpoints
{
    private static readonly ErrorResult Unknown = ErrorResult.NotFound("There is no session with this id among yours.");

    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        var own = app.MapGroup("/auth/sessions").RequireAccess(Access.Account).WithTags("Sign-in");
        own.MapGet("/", OwnAsync).WithSummary("Where I am signed in, the most recently used first.");
        own.MapDelete("/", EndOthersAsync).RequireConfirmation().WithSummary("Ends all my sessions but the one that asks.");
        own.MapDelete("/{id:guid}", EndAsync).RequireConfirmation()
            .Refuses(StatusCodes.Status404NotFound)
            .WithSummary("Ends one of my sessions, at once.");

        var users = app.MapGroup("/admin/api/users/{id:guid}/sessions").RequireAccess(Access.Administrator).WithTags("Users");
        users.MapGet("/", OfUserAsync).WithSummary("Where a user is signed in, the most recently used first.");
        users.MapDelete("/", EndOfUserAsync).RequireConfirmation().WithSummary("Ends all sessions of a user, at once.");
    }

    private static async Task<Ok<List<SessionAnswer>>> OwnAsync(HttpContext http, SessionQueries queries, CancellationToken cancellationToken) =>
        TypedResults.Ok(await queries.OfAsync(http.Caller.User.Value, http.Caller.Session, cancellationToken));

    private static async Task<Ok<EndedAnswer>> EndOthersAsync(HttpContext http, SignIns signIns, CancellationToken cancellationToken) =>
        TypedResults.Ok(new EndedAnswer(await signIns.EndAllAsync(http.Caller.User.Value, http.Caller.Session, cancellationToken)));

    private static async Task<Results<Ok<SuccessAnswer>, ErrorResult>> EndAsync(Guid id, HttpContext http, SignIns signIns, CancellationToken cancellationToken)
    {
        if (!await signIns.EndAsync(http.Caller.User.Value, new(id), cancellationToken))
        {
            return Unknown;
        }

        if (http.Caller.Session?.Value == id)
        {
            SessionCookie.Remove(http);
        }

        return TypedResults.Ok(new SuccessAnswer());
    }

    private static async Task<Ok<List<SessionAnswer>>> OfUserAsync(Guid id, HttpContext http, SessionQueries queries, CancellationToken cancellationToken) =>
        TypedResults.Ok(await queries.OfAsync(id, http.Caller.Session, cancellationToken));

    private static async Task<Ok<EndedAnswer>> EndOfUserAsync(Guid id, SignIns signIns, CancellationToken cancellationToken) =>
        TypedResults.Ok(new EndedAnswer(await signIns.EndAllAsync(id, except: null, cancellationToken)));
}
