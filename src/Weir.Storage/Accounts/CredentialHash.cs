using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Weir.Proxy.Identity;

namespace Weir.Storage.Accounts;

/// <summary>SHA-256 of a credential and its kind: what the cache knows it by, so that no usable credential lies in memory for long.</summary>
internal readonly record struct CredentialHash(UInt128 High, UInt128 Low)
{
    /// <summary>Above what Weir ever gave out, so that a longer one is unknown without being looked at.</summary>
    public const int LongestSecret = 128;

    public static CredentialHash Of(Credential credential)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(credential.Secret.Length, LongestSecret);
        Span<byte> bytes = stackalloc byte[1 + (3 * LongestSecret)];
        bytes[0] = (byte)credential.Kind;
        var length = 1 + Encoding.UTF8.GetBytes(credential.Secret, bytes[1..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..length], hash);
        var halves = MemoryMarshal.Cast<byte, UInt128>(hash);
        return new(halves[0], halves[1]);
    }
}
