using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Weir.Authentication;
using Weir.Proxy.Identity;

namespace Weir.Web.Entry;

/// <summary>Tells ASP.NET Core whose session a page is asked for with. Pages take sessions alone; keys are for programs.</summary>
internal sealed class SessionAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ICallerDirectory directory)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public new const string Scheme = "weir-session";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (CredentialReader.Read(Request, acceptCookies: true, out var credential) != CredentialReading.One || credential.Kind != CredentialKind.Session)
        {
            return AuthenticateResult.NoResult();
        }

        var found = await directory.FindAsync(credential, Context.RequestAborted);
        if (found.Caller is not { } caller)
        {
            return AuthenticateResult.NoResult();
        }

        Context.SetCaller(caller);
        return AuthenticateResult.Success(new(new ClaimsPrincipal(new SessionIdentity(credential, caller, Context.Connection.RemoteIpAddress)), Scheme));
    }

    /// <summary>Pages lead to the sign-in and from there back; the circuit's connection, which no person sees, is refused.</summary>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (CircuitGate.IsCircuit(Request.Path))
        {
            Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else
        {
            Response.StatusCode = StatusCodes.Status303SeeOther;
            Response.Headers.Location = SignInAddress.ThenTo(Request.Path + Request.QueryString);
        }

        return Task.CompletedTask;
    }

    /// <summary>The page still renders, and says in words that it is for administrators.</summary>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status303SeeOther;
        Response.Headers.Location = "/not-allowed";
        return Task.CompletedTask;
    }
}
