using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Secrets;

/// <summary>
/// The operator's secret that wraps the key ring. It is never written anywhere by Weir, so that the data folder alone, or a backup of it,
/// opens nothing.
/// </summary>
internal sealed class MasterKey
{
    public const string Remedy = "write 32 random bytes, as \"openssl rand -base64 32\" makes them, or a passphrase of at least 32 characters";

    private const int Bytes = 32;

    private const int ShortestPassphrase = 32;

    /// <summary>Of 32 random bytes about 30 are different; far fewer come from a hand that leant on a key.</summary>
    private const int FewestDistinctBytes = 16;

    private const int FewestDistinctCharacters = 8;

    private const int SaltLength = 16;

    private const int NonceLength = 12;

    private const int SealLength = 16;

    private readonly byte[] _secret;

    private MasterKey(byte[] secret) => _secret = secret;

    /// <summary>Null when the text is too weak to keep anything.</summary>
    /// <param name="text">32 bytes in hexadecimal, base64 or base64url, or else a passphrase.</param>
    public static MasterKey? TryRead(string text)
    {
        var trimmed = text.Trim();
        if (TryDecode(trimmed) is { } bytes)
        {
            return bytes.Distinct().Count() >= FewestDistinctBytes ? new(bytes) : null;
        }

        return trimmed.Length >= ShortestPassphrase && trimmed.Distinct().Count() >= FewestDistinctCharacters ? new(Encoding.UTF8.GetBytes(trimmed)) : null;
    }

    /// <summary>Salt, nonce, seal, and the secret under AES-256-GCM with a key that the salt makes this one's own.</summary>
    public byte[] Wrap(ReadOnlySpan<byte> secret)
    {
        var wrapped = new byte[SaltLength + NonceLength + SealLength + secret.Length];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, SaltLength + NonceLength));
        using var cipher = Cipher(wrapped.AsSpan(0, SaltLength));
        var sealedPart = wrapped.AsSpan(SaltLength + NonceLength);
        cipher.Encrypt(wrapped.AsSpan(SaltLength, NonceLength), secret, sealedPart[SealLength..], sealedPart[..SealLength]);
        return wrapped;
    }

    /// <exception cref="CryptographicException">Another key wrapped it, or it was changed since.</exception>
    public byte[] Unwrap(ReadOnlySpan<byte> wrapped)
    {
        if (wrapped.Length < SaltLength + NonceLength + SealLength)
        {
            throw new CryptographicException("What is wrapped is too short.");
        }

        using var cipher = Cipher(wrapped[..SaltLength]);
        var sealedPart = wrapped[(SaltLength + NonceLength)..];
        var secret = new byte[sealedPart.Length - SealLength];
        cipher.Decrypt(wrapped.Slice(SaltLength, NonceLength), sealedPart[SealLength..], sealedPart[..SealLength], secret);
        return secret;
    }

    private static byte[]? TryDecode(string text)
    {
        if (text.Length == 2 * Bytes && text.All(char.IsAsciiHexDigit))
        {
            return Convert.FromHexString(text);
        }

        var url = text.TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return Base64Url.IsValid(url, out var length) && length == Bytes ? Base64Url.DecodeFromChars(url) : null;
    }

    private AesGcm Cipher(ReadOnlySpan<byte> salt)
    {
        Span<byte> key = stackalloc byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _secret, key, salt, "Weir key ring"u8);
        var cipher = new AesGcm(key, SealLength);
        CryptographicOperations.ZeroMemory(key);
        return cipher;
    }
}
