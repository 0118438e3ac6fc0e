using Weir.Accounting;

namespace Weir.Storage.Accounts;

/// <summary>
/// An API key as its holder knows it, <c>weir_0198f3c2b1d57c3e9a40c5d1e2f30415_3q2…</c>: the prefix is what secret scanners look
/// for, the id finds the row without searching, the secret is compared.
/// </summary>
public static class ApiKeyText
{
    private const string Prefix = "weir_";

    private const int IdLength = 32;

    private const int SecretStart = 5 + IdLength + 1;

    public static string Write(ApiKeyId id, string secret) => $"{Prefix}{id.Value:N}_{secret}";

    /// <param name="text">What a caller sent.</param>
    /// <param name="id">The key's id, when the answer is true.</param>
    /// <param name="secret">The secret part, when the answer is true.</param>
    public static bool TryRead(string text, out ApiKeyId id, out ReadOnlySpan<char> secret)
    {
        id = default;
        secret = default;
        if (text.Length != SecretStart + RandomSecret.Length
            || !text.StartsWith(Prefix, StringComparison.Ordinal)
            || text[SecretStart - 1] != '_'
            || !Guid.TryParseExact(text.AsSpan(Prefix.Length, IdLength), "N", out var value))
        {
            return false;
        }

        id = new(value);
        secret = text.AsSpan(SecretStart);
        return true;
    }
}
