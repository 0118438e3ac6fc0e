using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Weir.Authentication;
using Weir.Errors;
using Weir.Sessions;
using Weir.Users;

namespace Weir.SetUp;

/// <summary><c>/setup</c>: the page behind the one-time link.</summary>
internal static class SetUpEndpoints
{
    public static void MapSetUp(this IEndpointRouteBuilder app)
    {
        var setUp = app.MapGroup(SetUpLink.Path).RequireAccess(Access.Anyone).ExcludeFromDescription();
        setUp.MapGet("/", ShowAsync);
        setUp.MapPost("/", SubmitAsync);
    }

    private static async Task<ContentHttpResult> ShowAsync(
        HttpContext http, SetUpLink link, UserCreation creation, string? code, CancellationToken cancellationToken) =>
        link.Fits(code) && !await creation.AdministratorExistsAsync(cancellationToken)
            ? Html(http, SetUpPage.Form(code!, "", problem: null))
            : Html(http, SetUpPage.Gone(), StatusCodes.Status404NotFound);

    private static async Task<Results<ContentHttpResult, ErrorResult>> SubmitAsync(
        HttpContext http, SetUpLink link, UserCreation creation, SignIns signIns, CancellationToken cancellationToken)
    {
        if (!http.Request.HasFormContentType)
        {
            return new ErrorResult(StatusCodes.Status415UnsupportedMediaType, "Fill in the form that the set-up link leads to.");
        }

        var form = await http.Request.ReadFormAsync(cancellationToken);
        var code = form["code"].ToString();
        if (!link.Fits(code) || await creation.AdministratorExistsAsync(cancellationToken))
        {
            return Html(http, SetUpPage.Gone(), StatusCodes.Status404NotFound);
        }

        var wanted = new NewUser { Username = form["username"].ToString().Trim(), Password = form["password"].ToString(), IsAdministrator = true };
        if (wanted.Password != form["repeated"].ToString())
        {
            return Html(http, SetUpPage.Form(code, wanted.Username, "The two passwords differ."), StatusCodes.Status400BadRequest);
        }

        var (user, refusal) = await creation.CreateFirstAdministratorAsync(wanted, cancellationToken);
        if (user is null)
        {
            return Html(http, SetUpPage.Form(code, wanted.Username, refusal!.Error), refusal.StatusCode);
        }

        await signIns.BeginAsync(http, user, cancellationToken);
        // 303, which unlike TypedResults.Redirect makes every browser go on with GET.
        http.Response.Headers.Location = "/";
        return TypedResults.Content("", MediaTypeNames.Text.Html, Encoding.UTF8, StatusCodes.Status303SeeOther);
    }

    private static ContentHttpResult Html(HttpContext http, string page, int? status = StatusCodes.Status200OK)
    {
        // The address and the form hold the code.
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Content(page, MediaTypeNames.Text.Html, Encoding.UTF8, status);
    }
}
