using Weir.Errors;
using Weir.Sessions;
using Weir.Storage.Accounts;
using Weir.Users;
using Weir.Web.Entry;
using Weir.Web.Plain;

namespace Weir.Authentication;

/// <summary><c>/sign-in</c> and <c>/sign-out</c>: what <c>/auth/login</c> and <c>/auth/logout</c> do, as forms for people.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("").RequireAccess(Access.Anyone).ExcludeFromDescription();
        pages.MapGet(SignInAddress.Path, ShowAsync);
        pages.MapPost(SignInAddress.Path, SubmitAsync);
        pages.MapPost("/sign-out", SignOutAsync);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http, UserCreation creation, string? @return, CancellationToken cancellationToken)
    {
        if (http.CallerOrNull?.Session is not null)
        {
            return PlainForms.GoTo(http, SignInAddress.Onward(@return));
        }

        var needsSetUp = !await creation.AdministratorExistsAsync(cancellationToken);
        return Page(http, new() { [nameof(SignInPage.Return)] = @return, [nameof(SignInPage.NeedsSetUp)] = needsSetUp });
    }

    private static async Task<IResult> SubmitAsync(
        HttpContext http, PasswordCheck check, SignIns signIns, CancellationToken cancellationToken)
    {
        var (field, foreign) = await PlainForms.ReadAsync(http, cancellationToken);
        if (foreign is not null)
        {
            return foreign;
        }

        var (username, password, onward) = (field("username").Trim(), field("password"), SignInAddress.Onward(field("return")));
        if (username.Length == 0 || password.Length == 0)
        {
            return Again(ErrorResult.BadRequest("Enter your username and your password."));
        }

        var (user, refusal) = await check.CheckAsync(username, password, http.Connection.RemoteIpAddress, cancellationToken);
        switch (user)
        {
            case null:
                return Again(refusal ?? ErrorResult.Unauthorized("The username or the password is wrong."));
            case { IsActive: false }:
                return Again(ErrorResult.Forbidden("This account has been deactivated. An administrator can activate it again."));
        }

        await signIns.ReplaceAsync(http, user, cancellationToken);
        return PlainForms.GoTo(http, onward);

        IResult Again(ErrorResult why) => Page(
            http, new() { [nameof(SignInPage.Return)] = onward, [nameof(SignInPage.Username)] = username, [nameof(SignInPage.Problem)] = why.InWords }, why.StatusCode);
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, SignIns signIns, CancellationToken cancellationToken)
    {
        var (_, foreign) = await PlainForms.ReadAsync(http, cancellationToken);
        if (foreign is not null)
        {
            return foreign;
        }

        if (http.CallerOrNull?.Session is { } session)
        {
            await signIns.EndAsync(session, cancellationToken);
            SessionCookie.Remove(http);
        }

        return PlainForms.GoTo(http, SignInAddress.Path);
    }

    private static IResult Page(HttpContext http, Dictionary<string, object?> parameters, int? status = StatusCodes.Status200OK)
    {
        parameters[nameof(SignInPage.Registration)] = http.RequestServices.GetRequiredService<AccountsSettings>().Registration;
        return PlainForms.Page<SignInPage>(http, parameters, status);
    }
}
