using Weir.Authentication;
using Weir.Errors;
using Weir.Sessions;
using Weir.Users;
using Weir.Web.Plain;

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

    private static async Task<IResult> ShowAsync(HttpContext http, SetUpLink link, UserCreation creation, string? code, CancellationToken cancellationToken) =>
        link.Fits(code) && !await creation.AdministratorExistsAsync(cancellationToken) ? Form(http, code!) : Gone(http);

    private static async Task<IResult> SubmitAsync(
        HttpContext http, SetUpLink link, UserCreation creation, SignIns signIns, CancellationToken cancellationToken)
    {
        var (field, foreign) = await PlainForms.ReadAsync(http, cancellationToken);
        if (foreign is not null)
        {
            return foreign;
        }

        var code = field("code");
        if (!link.Fits(code) || await creation.AdministratorExistsAsync(cancellationToken))
        {
            return Gone(http);
        }

        var wanted = new NewUser { Username = field("username").Trim(), Password = field("password"), IsAdministrator = true };
        if (wanted.Password != field("repeated"))
        {
            return Form(http, code, wanted.Username, ErrorResult.BadRequest("The two passwords differ."));
        }

        var (user, refusal) = await creation.CreateFirstAdministratorAsync(wanted, cancellationToken);
        if (user is null)
        {
            return Form(http, code, wanted.Username, refusal);
        }

        await signIns.BeginAsync(http, user, cancellationToken);
        return PlainForms.GoTo(http, "/");
    }

    private static IResult Form(HttpContext http, string code, string? username = null, ErrorResult? problem = null) => PlainForms.Page<SetUpPage>(
        http,
        new Dictionary<string, object?> { [nameof(SetUpPage.Code)] = code, [nameof(SetUpPage.Username)] = username, [nameof(SetUpPage.Problem)] = problem?.InWords },
        problem?.StatusCode ?? StatusCodes.Status200OK);

    private static IResult Gone(HttpContext http) =>
        PlainForms.Page<SetUpGonePage>(http, new Dictionary<string, object?>(), StatusCodes.Status404NotFound);
}
