namespace Weir.Authentication;

/// <summary>
/// What a password must be: long, and not what is tried first. No composition rules: they make passwords that are hard to remember
/// and easy to guess (<c>Password123!</c>).
/// </summary>
internal static class PasswordRules
{
    public const int MinLength = 12;

    public const int MaxLength = 256;

    /// <summary>Characters that must be left when everything a guesser tries first is taken away.</summary>
    private const int MinUncommon = 5;

    /// <summary>From this many different common words in a row on it is a passphrase.</summary>
    private const int PassphraseWords = 4;

    private const string Keyboard = "abcdefghijklmnopqrstuvwxyz|01234567890|qwertyuiop|qwertzuiop|azertyuiop|asdfghjkl|qsdfghjklm|zxcvbnm|yxcvbnm|wxcvbn";

    private static readonly string Backward = new([.. Keyboard.Reverse()]);

    /// <summary>What is wrong with a password, as a sentence; null: nothing.</summary>
    public static string? Broken(string? username, string password)
    {
        if (password.Length < MinLength)
        {
            return $"The password must have at least {MinLength} characters: a few unrelated words are easy to remember.";
        }

        if (password.Length > MaxLength)
        {
            return $"The password must have at most {MaxLength} characters.";
        }

#pragma warning disable CA1308 // The common words are lower case.
        var (name, text) = (username?.ToLowerInvariant() ?? "", password.ToLowerInvariant());
#pragma warning restore CA1308
        return IsGuessable(text, name) || IsGuessable(Unmask(text), name)
            ? "The password is one of those that are tried first: take a few unrelated words instead."
            : null;
    }

    private static bool IsGuessable(string text, string username)
    {
        var uncommon = 0;
        var words = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < text.Length;)
        {
            var rest = text.AsSpan(at);
            var word = Math.Max(CommonPasswords.MatchStart(rest), username.Length >= 3 && rest.StartsWith(username) ? username.Length : 0);
            var length = Math.Max(word, RunLength(text, at));
            if (length == word && length > 0)
            {
                words.Add(rest[..length].ToString());
            }

            uncommon += length == 0 ? 1 : 0;
            at += Math.Max(length, 1);
        }

        return uncommon < MinUncommon && words.Count < PassphraseWords;
    }

    /// <summary>
    /// Length of the piece at a place that follows from what stands before it: a sequence (1234, fedc, qwer), or what was there
    /// already (aaaa, 121212, xyzxyz); or a year. 0 when it is shorter than three.
    /// </summary>
    private static int RunLength(string text, int at)
    {
        var rest = text.AsSpan(at);
        for (var length = rest.Length; length >= 3; length--)
        {
            var piece = rest[..length];
            if ((length == 4 && IsYear(piece))
                || Keyboard.AsSpan().Contains(piece, StringComparison.Ordinal)
                || Backward.AsSpan().Contains(piece, StringComparison.Ordinal)
                || text.AsSpan(0, at).Contains(piece, StringComparison.Ordinal)
                || !piece.ContainsAnyExcept(piece[0]))
            {
                return length;
            }
        }

        return 0;
    }

    private static bool IsYear(ReadOnlySpan<char> piece) =>
        (piece.StartsWith("19") || piece.StartsWith("20")) && char.IsAsciiDigit(piece[2]) && char.IsAsciiDigit(piece[3]);

    /// <summary>Undoes the usual disguise of letters (<c>p@ssw0rd</c>).</summary>
    private static string Unmask(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = source[i] switch
            {
                '0' => 'o',
                '1' or '!' => 'i',
                '3' => 'e',
                '4' or '@' => 'a',
                '5' or '$' => 's',
                '7' => 't',
                var other => other,
            };
        }
    });
}
