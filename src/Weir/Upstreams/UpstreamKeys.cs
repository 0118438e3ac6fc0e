using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Weir.Upstreams;

/// <summary>Protects the keys of upstreams for the database. What is protected for one upstream opens for no other.</summary>
internal sealed class UpstreamKeys(IDataProtectionProvider protection)
{
    public byte[] Protect(Guid upstream, string key) => Of(upstream).Protect(Encoding.UTF8.GetBytes(key));

    /// <summary>Null when the key ring no longer has what protected it.</summary>
    public string? Unprotect(Guid upstream, byte[] key)
    {
        try
        {
            return Encoding.UTF8.GetString(Of(upstream).Unprotect(key));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector Of(Guid upstream) => protection.CreateProtector("Weir.Upstreams.ApiKey", upstream.ToString("N"));
}
