using Weir.Authentication;
using Weir.Errors;
using Weir.Web.Plain;

namespace Weir.Invites;

/// <summary><c>/reset</c>: the page behind a link to reset a password. Showing it consumes nothing.</summary>
internal static class ResetForms
{
    public static void MapResetForms(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(MadeLink.ResetPath).RequireAccess(Access.Anyone).ExcludeFromDescription();
        pages.MapGet("/", ShowAsync);
        pages.MapPost("/", SubmitAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, PasswordResets resets, string? code, CancellationToken cancellationToken) =>
        await resets.FindUserAsync(code, cancellationToken) is { } user ? Form(http, code!, user.UserName!) : LinkForms.Gone(http);

    private static async Task<IResult> SubmitAsync(HttpContext http, PasswordResets resets, CancellationToken cancellationToken)
    {
        var (field, foreign) = await PlainForms.ReadAsync(http, cancellationToken);
        if (foreign is not null)
        {
            return foreign;
        }

        var (code, password) = (field("code"), field("password"));
        if (await resets.FindUserAsync(code, cancellationToken) is not { } user)
        {
            return LinkForms.Gone(http);
        }

        if (password != field("repeated"))
        {
            return Form(http, code, user.UserName!, LinkForms.Differ);
        }

        return await resets.UseAsync(code, password, cancellationToken) switch
        {
            null => PlainForms.Page<ResetDonePage>(http, new Dictionary<string, object?>()),
            { StatusCode: StatusCodes.Status404NotFound } => LinkForms.Gone(http),
            var refusal => Form(http, code, user.UserName!, refusal),
        };
    }

    private static IResult Form(HttpContext http, string code, string username, ErrorResult? problem = null) => PlainForms.Page<ResetPage>(
        http,
        new Dictionary<string, object?> { [nameof(ResetPage.Code)] = code, [nameof(ResetPage.Username)] = username, [nameof(ResetPage.Problem)] = problem?.InWords },
        problem?.StatusCode ?? StatusCodes.Status200OK);
}
