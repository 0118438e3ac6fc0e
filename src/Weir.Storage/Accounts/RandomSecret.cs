using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Storage.Accounts;

/// <summary>256 random bits as text. With that much to guess a plain SHA-256 keeps them as safe as a slow hash keeps a password.</summary>
public static class RandomSecret
{
    private const int Bytes = 32;

    /// <summary>Characters of the text: base64url without padding.</summary>
    public const int Length = 43;

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    public static byte[] Hash(ReadOnlySpan<char> text)
    {
        Span<byte> utf8 = stackalloc byte[Encoding.UTF8.GetMaxByteCount(Length)];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, Length);
        return SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
    }
}
