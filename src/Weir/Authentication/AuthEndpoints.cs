using Microsoft.AspNetCore.Http.HttpResults;
using Weir.Bodies;
using Weir.Errors;
using Weir.Proxy.Identity;
using Weir.Sessions;

namespace Weir.Authentication;

/// <summary><c>/auth</c>: signing in and out, registering, and one's own password.</summary>
internal static class AuthEndpoints
{
    public static void MapAuth(this IEndpointRouteBuilder app)
    {
        var auth = app.MapGroup("/auth").WithTags("Sign-in");
        auth.MapPost("/login", LoginAsync).RequireAccess(Access.Anyone)
            .TakesBody().Refuses(StatusCodes.Status401Unauthorized, StatusCodes.Status429TooManyRequests, StatusCodes.Status503ServiceUnavailable)
            .WithSummary("Signs in: answers with the session cookie.");
        auth.MapPost("/register", RegisterAsync).RequireAccess(Access.Anyone)
            .TakesBody().Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status429TooManyRequests, StatusCodes.Status503ServiceUnavailable)
            .WithSummary("Makes an account: by administrators, by whoever has the code of an invite, and by anybody where registration is open.");
        auth.MapGet("/me", Me).RequireAccess(Access.Caller).WithSummary("Who the credential stands for.");
        auth.MapPost("/logout", LogoutAsync).RequireAccess(Access.Account).WithSummary("Ends the session.");
        auth.MapPost("/confirm", ConfirmAsync).RequireAccess(Access.Account)
            .TakesBody().Refuses(StatusCodes.Status429TooManyRequests, StatusCodes.Status503ServiceUnavailable)
            .WithSummary("Takes the password again, so that credentials and accounts may be changed for 15 minutes.");
        auth.MapPost("/password", ChangePasswordAsync).RequireAccess(Access.Account)
            .TakesBody().Refuses(StatusCodes.Status409Conflict, StatusCodes.Status429TooManyRequests, StatusCodes.Status503ServiceUnavailable)
            .WithSummary("Changes one's password; the other sessions end.");
    }

    private static async Task<Results<Ok<LoginAnswer>, ErrorResult>> LoginAsync(
        LoginRequest request, HttpContext http, PasswordCheck check, SignIns signIns, CancellationToken cancellationToken)
    {
        if (request is not { Username.Length: > 0, Password.Length: > 0 })
        {
            return MissingFields;
        }

        var (user, refusal) = await check.CheckAsync(request.Username, request.Password, http.Connection.RemoteIpAddress, cancellationToken);
        switch (user)
        {
            case null:
                return refusal ?? ErrorResult.Unauthorized("The username or the password is wrong.");
            case { IsActive: false }:
                return ErrorResult.Forbidden("This account has been deactivated.");
        }

        await signIns.ReplaceAsync(http, user, cancellationToken);
        return TypedResults.Ok(new LoginAnswer(true, PersonAnswer.Of(user)));
    }

    private static async Task<Results<Ok<LoginAnswer>, ErrorResult>> RegisterAsync(
        RegisterRequest request, HttpContext http, Registration registration, SignIns signIns, CancellationToken cancellationToken)
    {
        if (await registration.RefuseAsync(http.CallerOrNull, request.Code, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (request is not { Username.Length: > 0, Password.Length: > 0 })
        {
            return MissingFields;
        }

        var (user, failure) = await registration.RegisterAsync(http.CallerOrNull, http.Connection.RemoteIpAddress, request, cancellationToken);
        if (user is null)
        {
            return failure!;
        }

        if (http.CallerOrNull is null)
        {
            // Whoever is signed in already makes the account for somebody else, and stays who they are.
            await signIns.BeginAsync(http, user, cancellationToken);
        }

        return TypedResults.Ok(new LoginAnswer(true, PersonAnswer.Of(user)));
    }

    private static Ok<MeAnswer> Me(HttpContext http) => TypedResults.Ok(new MeAnswer(Person(http.Caller)));

    private static async Task<Ok<SuccessAnswer>> LogoutAsync(HttpContext http, SignIns signIns, CancellationToken cancellationToken)
    {
        if (http.Caller.Session is { } session)
        {
            await signIns.EndAsync(session, cancellationToken);
            SessionCookie.Remove(http);
        }

        return TypedResults.Ok(new SuccessAnswer());
    }

    private static async Task<Results<Ok<SuccessAnswer>, ErrorResult>> ConfirmAsync(
        ConfirmRequest request, HttpContext http, Confirmation confirmation, CancellationToken cancellationToken) =>
        await confirmation.ConfirmAsync(http.Caller, request.Password, http.Connection.RemoteIpAddress, cancellationToken) is { } refusal
            ? refusal
            : TypedResults.Ok(new SuccessAnswer());

    private static async Task<Results<Ok<SuccessAnswer>, ErrorResult>> ChangePasswordAsync(
        ChangePasswordRequest request, HttpContext http, OwnPassword password, CancellationToken cancellationToken) =>
        await password.ChangeAsync(http.Caller, request.Current, request.New, http.Connection.RemoteIpAddress, cancellationToken) is { } refusal
            ? refusal
            : TypedResults.Ok(new SuccessAnswer());

    private static ErrorResult MissingFields => ErrorResult.BadRequest("\"username\" and \"password\" are needed.");

    private static PersonAnswer Person(Caller caller) => new(caller.User.Value, caller.Username, caller.IsAdministrator ? 1 : 0);
}
