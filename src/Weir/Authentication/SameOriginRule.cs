using Weir.Errors;
using Weir.Proxy.Identity;

namespace Weir.Authentication;

/// <summary>Refuses what a page of another origin makes a browser send along with the session cookie, on routes of Weir's own API.</summary>
internal sealed class SameOriginRule(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        var comesFromElsewhere = http.GetEndpoint()?.Metadata.GetMetadata<AccessRequirement>() is not null
            && CredentialReader.Read(http.Request, acceptCookies: true, out var credential) == CredentialReading.One
            && credential.Kind == CredentialKind.Session
            && !SameOrigin.Allows(http.Request);
        return comesFromElsewhere
            ? ErrorResult.Forbidden("A page of another origin cannot use this session.").ExecuteAsync(http)
            : next(http);
    }
}
