using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Weir.SetUp;

/// <summary>
/// The one-time link with which the first administrator is made. Its code is kept nowhere: the key ring tells that Weir made it, and when,
/// so that of several processes on one database each takes the links of all. It is of no use once there is an administrator.
/// </summary>
internal sealed class SetUpLink(IDataProtectionProvider protection)
{
    public const string Path = "/setup";

    private const string Meaning = "first administrator";

    /// <summary>A log may be read by more people later; who needs more time starts Weir again, which prints a new link.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("Weir.SetUp.Link").ToTimeLimitedDataProtector();

    public string PathAndQuery => $"{Path}?code={_protector.Protect(Meaning, Lifetime)}";

    public bool Fits(string? code)
    {
        try
        {
            return !string.IsNullOrEmpty(code) && _protector.Unprotect(code) == Meaning;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
