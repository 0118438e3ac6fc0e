using Microsoft.AspNetCore.Http;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Forwarding;
using Weir.Proxy.Identity;
using Weir.Proxy.Refusals;

namespace Weir.Proxy.Admission;

/// <summary>Step 1, <em>Identify</em>: who calls, by the one credential that was shown.</summary>
internal sealed class Identification(ICallerDirectory directory, InstanceId instance)
{
    private const string NotByPath =
        "This API key may not come in the path: send it as \"Authorization: Bearer\" or \"x-api-key\", or make a key with \"allow_in_path\".";

    public async ValueTask<Refusal?> IdentifyAsync(Exchange exchange)
    {
        var (caller, refusal) = await IdentifyAsync(exchange.Http, exchange.Entrance.IsForApps);
        exchange.Caller = caller!;
        return refusal;
    }

    public async ValueTask<(Caller? Caller, Refusal? Refusal)> IdentifyAsync(HttpContext http, bool acceptCookies)
    {
        if (http.Request.Headers[ForwardedHeaders.Hop] == instance.Value)
        {
            return (null, new(StatusCodes.Status508LoopDetected, RefusalReason.GatewayLoop, "The request has come around: an upstream leads back to this gateway."));
        }

        switch (CredentialReader.Read(http.Request, acceptCookies, out var credential))
        {
            case CredentialReading.Conflicting:
                return (null, new(StatusCodes.Status400BadRequest, RefusalReason.ClientBadRequest, "Two credentials were sent that differ: send one."));
            case CredentialReading.None:
                return (null, Unauthenticated("Sign in, or send an API key as \"Authorization: Bearer\" or \"x-api-key\"."));
        }

        if (credential.Kind == CredentialKind.Session && !SameOrigin.Allows(http.Request))
        {
            return (null, new(StatusCodes.Status403Forbidden, RefusalReason.ClientForbidden, "A page of another origin cannot use this session."));
        }

        var found = await directory.FindAsync(credential, http.RequestAborted);
        return found.Standing switch
        {
            CallerStanding.Active when credential.CameByPath && !found.Caller!.MayComeByPath => (null, Unauthenticated(NotByPath)),
            CallerStanding.Active => (found.Caller, null),
            CallerStanding.Inactive => (null, new(StatusCodes.Status403Forbidden, RefusalReason.ClientInactive, "This account has been deactivated.")),
            _ => (null, Unauthenticated("The credential is wrong, revoked or expired.")),
        };
    }

    /// <summary>Claude Code would try a wrong key again for three minutes if it weren't told that this is of no use.</summary>
    private static Refusal Unauthenticated(string message) =>
        new(StatusCodes.Status401Unauthorized, RefusalReason.ClientUnauthenticated, message) { ShouldRetry = false };
}
