using Weir.Proxy.Identity;

namespace Weir.Sessions;

/// <summary>The cookie that carries a session.</summary>
internal static class SessionCookie
{
    public static void Set(HttpContext http, string secret, DateTimeOffset expiresAt) =>
        http.Response.Cookies.Append(Name(http), secret, Options(http, expiresAt));

    public static void Remove(HttpContext http) => http.Response.Cookies.Delete(Name(http), Options(http, expiresAt: null));

    private static string Name(HttpContext http) => http.Request.IsHttps ? CredentialReader.SecureCookie : CredentialReader.PlainCookie;

    private static CookieOptions Options(HttpContext http, DateTimeOffset? expiresAt) => new()
    {
        HttpOnly = true,
        Secure = http.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        Expires = expiresAt,
        IsEssential = true,
    };
}
