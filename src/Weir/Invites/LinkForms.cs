using Weir.Errors;
using Weir.Web.Plain;

namespace Weir.Invites;

/// <summary>What the forms behind one-time links say alike.</summary>
internal static class LinkForms
{
    public static ErrorResult Differ => ErrorResult.BadRequest("The two passwords differ.");

    public static IResult Gone(HttpContext http) => PlainForms.Page<LinkGonePage>(http, new Dictionary<string, object?>(), StatusCodes.Status404NotFound);
}
