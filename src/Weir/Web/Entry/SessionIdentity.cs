using System.Net;
using System.Security.Claims;
using Weir.Proxy.Identity;

namespace Weir.Web.Entry;

/// <summary>
/// Who is signed in, as ASP.NET Core's authorization wants to know it. It keeps the session's credential, in memory alone, so that what a
/// page does later is judged by what the session is worth then.
/// </summary>
internal sealed class SessionIdentity(Credential credential, Caller caller, IPAddress? address) : ClaimsIdentity(ClaimsOf(caller), SessionAuthentication.Scheme)
{
    public Credential Credential { get; } = credential;

    /// <summary>Where the page is open, for what is throttled by it.</summary>
    public IPAddress? Address { get; } = address;

    public static SessionIdentity? Of(ClaimsPrincipal principal) => principal.Identity as SessionIdentity;

    private static IEnumerable<Claim> ClaimsOf(Caller caller)
    {
        yield return new(ClaimTypes.NameIdentifier, caller.User.Value.ToString());
        yield return new(ClaimTypes.Name, caller.Username);
        if (caller.IsAdministrator)
        {
            yield return new(ClaimTypes.Role, PageRoles.Administrator);
        }
    }
}
