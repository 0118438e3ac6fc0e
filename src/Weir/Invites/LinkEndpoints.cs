using Microsoft.AspNetCore.Http.HttpResults;
using Weir.Authentication;
using Weir.Bodies;
using Weir.Errors;
using Weir.Sessions;

namespace Weir.Invites;

/// <summary><c>/auth/join</c> and <c>/auth/reset</c>: what whoever holds a one-time link does with it.</summary>
internal static class LinkEndpoints
{
    public static void MapLinks(this IEndpointRouteBuilder app)
    {
        var auth = app.MapGroup("/auth").RequireAccess(Access.Anyone).WithTags("Sign-in");
        auth.MapPost("/join", JoinAsync)
            .TakesBody().Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable)
            .WithSummary("Makes the account that an invite promises, and signs in.");
        auth.MapPost("/reset", ResetAsync)
            .TakesBody().Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable)
            .WithSummary("Sets a password anew by a one-time link. All sessions of the user end; sign in with the new password.");
    }

    private static async Task<Results<Ok<LoginAnswer>, ErrorResult>> JoinAsync(
        JoinRequest request, HttpContext http, Joining joining, SignIns signIns, CancellationToken cancellationToken)
    {
        if (request is not { Code.Length: > 0, Username.Length: > 0, Password.Length: > 0 })
        {
            return ErrorResult.BadRequest("\"code\", \"username\" and \"password\" are needed.");
        }

        var (user, refusal) = await joining.JoinAsync(request.Code, request.Username, request.Password, cancellationToken);
        if (user is null)
        {
            return refusal!;
        }

        await signIns.ReplaceAsync(http, user, cancellationToken);
        return TypedResults.Ok(new LoginAnswer(true, PersonAnswer.Of(user)));
    }

    private static async Task<Results<Ok<SuccessAnswer>, ErrorResult>> ResetAsync(
        ResetRequest request, PasswordResets resets, CancellationToken cancellationToken)
    {
        if (request is not { Code.Length: > 0, Password.Length: > 0 })
        {
            return ErrorResult.BadRequest("\"code\" and \"password\" are needed.");
        }

        return await resets.UseAsync(request.Code, request.Password, cancellationToken) is { } refusal ? refusal : TypedResults.Ok(new SuccessAnswer());
    }
}
