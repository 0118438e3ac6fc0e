using Weir.Errors;
using Weir.Proxy.Identity;
using Weir.Sessions;

namespace Weir.Authentication;

/// <summary>
/// The one place where a route's <see cref="AccessRequirement"/> is enforced, before its body is read. Routes without one (inference,
/// pages) look after themselves; a test lists them.
/// </summary>
internal sealed class AccessControl(RequestDelegate next, ICallerDirectory directory)
{
    public async Task InvokeAsync(HttpContext http, Confirmation confirmation)
    {
        var endpoint = http.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<AccessRequirement>() is { } required
            && (await IdentifyAsync(http, required.Access)
                ?? Check(http, required.Access)
                ?? await ConfirmAsync(http, endpoint, confirmation)) is { } refusal)
        {
            await refusal.ExecuteAsync(http);
            return;
        }

        await next(http);
    }

    private async ValueTask<ErrorResult?> IdentifyAsync(HttpContext http, Access access)
    {
        switch (CredentialReader.Read(http.Request, acceptCookies: true, out var credential))
        {
            case CredentialReading.Conflicting:
                return ErrorResult.BadRequest("Two credentials were sent that differ: send one.");
            case CredentialReading.None:
                return access == Access.Anyone ? null : ErrorResult.Unauthorized("Sign in, or send an API key as \"Authorization: Bearer\" or \"x-api-key\".");
        }

        if (credential.CameByPath)
        {
            return ErrorResult.Forbidden("An API key in the path is for inference only: send it as \"Authorization: Bearer\" or \"x-api-key\".");
        }

        var found = await directory.FindAsync(credential, http.RequestAborted);
        if (found.Caller is { } caller)
        {
            http.SetCaller(caller);
            return null;
        }

        if (access == Access.Anyone)
        {
            return null;
        }

        if (credential.Kind == CredentialKind.Session)
        {
            SessionCookie.Remove(http);
        }

        return found.Standing == CallerStanding.Inactive
            ? ErrorResult.Forbidden("This account has been deactivated.")
            : ErrorResult.Unauthorized("The credential is wrong, revoked or expired: sign in again, or use another API key.");
    }

    private static ErrorResult? Check(HttpContext http, Access access)
    {
        if (access >= Access.Account && !http.Caller.ManagesAccount())
        {
            return ErrorResult.Forbidden("This API key is for inference only: sign in, or use a key made with scope \"admin\".");
        }

        return access == Access.Administrator && !http.Caller.IsAdministrator
            ? ErrorResult.Forbidden("Only administrators may do this.")
            : null;
    }

    private static async ValueTask<ErrorResult?> ConfirmAsync(HttpContext http, Endpoint endpoint, Confirmation confirmation) =>
        endpoint.Metadata.GetMetadata<ConfirmationRequirement>() is null ? null : await confirmation.CheckAsync(http.Caller, http.RequestAborted);
}
