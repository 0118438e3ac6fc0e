using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Weir.Errors;
using Weir.Proxy.Identity;

namespace Weir.Web.Plain;

/// <summary>What endpoints of plain HTML forms have in common.</summary>
internal static class PlainForms
{
    /// <summary>Renders a page. It may hold what was typed or a link's code, so nobody keeps it.</summary>
    /// <remarks>Not a result of its own type: the generator of endpoints sees no pages, which another generator makes.</remarks>
    public static IResult Page<TPage>(HttpContext http, IReadOnlyDictionary<string, object?> parameters, int? status = StatusCodes.Status200OK)
        where TPage : IComponent
    {
        http.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<TPage>(parameters) { StatusCode = status, PreventStreamingRendering = true };
    }

    /// <summary>303, which unlike other redirections makes every browser go on with GET.</summary>
    public static StatusCodeHttpResult GoTo(HttpContext http, string address)
    {
        http.Response.Headers.Location = address;
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>The fields of a form that a page of this server sent. Its own refusal: nothing that a page elsewhere made a browser send is looked at.</summary>
    public static async Task<(Func<string, string> Field, ErrorResult? Refusal)> ReadAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (!SameOrigin.Allows(http.Request))
        {
            return (None, ErrorResult.Forbidden("This form was sent by a page of another origin."));
        }

        if (!http.Request.HasFormContentType)
        {
            return (None, new(StatusCodes.Status415UnsupportedMediaType, "Fill in the form on the page."));
        }

        var form = await http.Request.ReadFormAsync(cancellationToken);
        return (name => form.TryGetValue(name, out var value) ? value.ToString() : "", null);
    }

    private static string None(string name) => "";
}
