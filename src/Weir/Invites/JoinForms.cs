using Weir.Authentication;
using Weir.Errors;
using Weir.Sessions;
using Weir.Storage.Accounts;
using Weir.Web.Plain;

namespace Weir.Invites;

/// <summary><c>/join</c>: the page behind an invite's link. Showing it consumes nothing.</summary>
internal static class JoinForms
{
    public static void MapJoinForms(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(MadeLink.JoinPath).RequireAccess(Access.Anyone).ExcludeFromDescription();
        pages.MapGet("/", ShowAsync);
        pages.MapPost("/", SubmitAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, InviteQueries invites, string? code, CancellationToken cancellationToken) =>
        await invites.FindToJoinAsync(code, cancellationToken) is { } invite ? Form(http, invite, code!) : LinkForms.Gone(http);

    private static async Task<IResult> SubmitAsync(
        HttpContext http, InviteQueries invites, Joining joining, SignIns signIns, CancellationToken cancellationToken)
    {
        var (field, foreign) = await PlainForms.ReadAsync(http, cancellationToken);
        if (foreign is not null)
        {
            return foreign;
        }

        var (code, username, password) = (field("code"), field("username").Trim(), field("password"));
        if (await invites.FindToJoinAsync(code, cancellationToken) is not { } invite)
        {
            return LinkForms.Gone(http);
        }

        if (password != field("repeated"))
        {
            return Form(http, invite, code, username, LinkForms.Differ);
        }

        var (user, refusal) = await joining.JoinAsync(code, username, password, cancellationToken);
        if (user is null)
        {
            return refusal!.StatusCode == StatusCodes.Status404NotFound ? LinkForms.Gone(http) : Form(http, invite, code, username, refusal);
        }

        await signIns.ReplaceAsync(http, user, cancellationToken);
        return PlainForms.GoTo(http, "/");
    }

    private static IResult Form(HttpContext http, Invite invite, string code, string? username = null, ErrorResult? problem = null) => PlainForms.Page<JoinPage>(
        http,
        new Dictionary<string, object?>
        {
            [nameof(JoinPage.Code)] = code,
            [nameof(JoinPage.Username)] = username,
            [nameof(JoinPage.IsAdministrator)] = invite.IsAdministrator,
            [nameof(JoinPage.SignedInAs)] = http.CallerOrNull?.Username,
            [nameof(JoinPage.Problem)] = problem?.InWords,
        },
        problem?.StatusCode ?? StatusCodes.Status200OK);
}
