using Microsoft.AspNetCore.Http;

namespace Weir.Proxy.Identity;

/// <summary>The one place that takes credentials out of a request.</summary>
public static class CredentialReader
{
    /// <summary>The session cookie on https; browsers hold it to this host, https and path <c>/</c>.</summary>
    public const string SecureCookie = "__Host-weir";

    /// <summary>The session cookie on plain http.</summary>
    public const string PlainCookie = "weir";

    private const string Bearer = "Bearer ";

    /// <param name="request">The request.</param>
    /// <param name="acceptCookies">False on the native mounts, which programs call: a page elsewhere must not ride on a browser's cookie.</param>
    /// <param name="credential">What was found, when the answer is <see cref="CredentialReading.One"/>.</param>
    /// <remarks>A header is sent on purpose and a cookie by itself, so a header wins over a cookie.</remarks>
    public static CredentialReading Read(HttpRequest request, bool acceptCookies, out Credential credential)
    {
        credential = default;
        var byPath = request.HttpContext.Features.Get<PathCredential>();
        var found = byPath?.Secret;
        foreach (var key in request.Headers["x-api-key"])
        {
            if (!Agrees(key, ref found))
            {
                return CredentialReading.Conflicting;
            }
        }

        foreach (var header in request.Headers.Authorization)
        {
            if (header is not null && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && !Agrees(header[Bearer.Length..], ref found))
            {
                return CredentialReading.Conflicting;
            }
        }

        if (found is not null)
        {
            credential = new(CredentialKind.ApiKey, found, byPath is not null);
            return CredentialReading.One;
        }

        if (acceptCookies && request.Cookies[request.IsHttps ? SecureCookie : PlainCookie] is { Length: > 0 } session)
        {
            credential = new(CredentialKind.Session, session);
            return CredentialReading.One;
        }

        return CredentialReading.None;
    }

    /// <summary>Takes the first non-empty value, and holds every further one against it.</summary>
    private static bool Agrees(string? value, ref string? found)
    {
        var trimmed = value?.Trim();
        if (string.IsNullOrEmpty(trimmed))
        {
            return true;
        }

        found ??= trimmed;
        return found == trimmed;
    }
}
