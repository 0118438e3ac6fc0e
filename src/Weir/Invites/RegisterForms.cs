using Weir.Authentication;
using Weir.Errors;
using Weir.Sessions;
using Weir.Storage.Accounts;
using Weir.Web.Plain;

namespace Weir.Invites;

/// <summary><c>/register</c>: what <c>/auth/register</c> does, as a form for people who have no account yet.</summary>
internal static class RegisterForms
{
    public const string Path = "/register";

    public static void MapRegisterForms(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(Path).RequireAccess(Access.Anyone).ExcludeFromDescription();
        pages.MapGet("/", Show);
        pages.MapPost("/", SubmitAsync);
    }

    private static IResult Show(HttpContext http, AccountsSettings settings) => settings.Registration == RegistrationMode.Closed
        ? PlainForms.Page<RegisterPage>(http, new Dictionary<string, object?> { [nameof(RegisterPage.IsClosed)] = true }, StatusCodes.Status404NotFound)
        : Form(http, settings, "", "");

    private static async Task<IResult> SubmitAsync(
        HttpContext http, AccountsSettings settings, Registration registration, SignIns signIns, CancellationToken cancellationToken)
    {
        var (field, foreign) = await PlainForms.ReadAsync(http, cancellationToken);
        if (foreign is not null)
        {
            return foreign;
        }

        if (settings.Registration == RegistrationMode.Closed)
        {
            return Show(http, settings);
        }

        var (code, username, password) = (field("code").Trim(), field("username").Trim(), field("password"));
        if (password != field("repeated"))
        {
            return Form(http, settings, code, username, LinkForms.Differ);
        }

        // Nobody's account but their own: not even an administrator makes one here for somebody else.
        if (await registration.RefuseAsync(caller: null, code, cancellationToken) is { } refusal)
        {
            return Form(http, settings, code, username, refusal);
        }

        var wanted = new RegisterRequest { Username = username, Password = password, Code = code };
        var (user, failure) = await registration.RegisterAsync(caller: null, http.Connection.RemoteIpAddress, wanted, cancellationToken);
        if (user is null)
        {
            return Form(http, settings, code, username, failure);
        }

        await signIns.ReplaceAsync(http, user, cancellationToken);
        return PlainForms.GoTo(http, "/");
    }

    private static IResult Form(HttpContext http, AccountsSettings settings, string code, string username, ErrorResult? problem = null) => PlainForms.Page<RegisterPage>(
        http,
        new Dictionary<string, object?>
        {
            [nameof(RegisterPage.NeedsCode)] = settings.Registration == RegistrationMode.Invite,
            [nameof(RegisterPage.Code)] = code,
            [nameof(RegisterPage.Username)] = username,
            [nameof(RegisterPage.Problem)] = problem?.InWords,
        },
        problem?.StatusCode ?? StatusCodes.Status200OK);
}
