using System.Text;

namespace Weir.Proxy.Dialects;

/// <summary>
/// Tells the names that Weir reads from all others. A name that some parser would take for one of them, but not every parser, is
/// where a limit could be evaded: Go's <c>encoding/json</c> (Ollama's) folds case, also <c>ſ</c> to <c>s</c> and the Kelvin sign to <c>k</c>.
/// </summary>
internal static class FieldNames
{
    /// <summary>No name that Weir reads is longer than this, however it is written.</summary>
    private const int LongestName = 96;

    public const int Other = -1;

    public const int Variant = -2;

    /// <summary>
    /// The index of the name that the reader stands on in <paramref name="names"/>, <see cref="Other"/>, or <see cref="Variant"/> for
    /// one that is equal only when case is folded.
    /// </summary>
    /// <exception cref="InvalidOperationException">The name has a lone surrogate, which is no text.</exception>
    public static int Find(ref JsonScanner reader, ReadOnlySpan<string> names)
    {
        var raw = reader.ValueSpan;
        if (!reader.ValueIsEscaped && raw.Length <= LongestName)
        {
            return Find(raw, names);
        }

        // An escape is six bytes at the most for a character.
        if (raw.Length > LongestName * 6)
        {
            return Other;
        }

        Span<byte> unescaped = stackalloc byte[LongestName * 6];
        return Find(unescaped[..reader.CopyString(unescaped)], names);
    }

    private static int Find(ReadOnlySpan<byte> name, ReadOnlySpan<string> names)
    {
        Span<char> folded = stackalloc char[LongestName * 6];
        var length = Fold(name, folded);
        for (var i = 0; i < names.Length; i++)
        {
            if (folded[..length].SequenceEqual(names[i]))
            {
                return Ascii.Equals(name, names[i]) ? i : Variant;
            }
        }

        return Other;
    }

    private static int Fold(ReadOnlySpan<byte> name, Span<char> folded)
    {
        var length = 0;
        while (!name.IsEmpty)
        {
            Rune.DecodeFromUtf8(name, out var rune, out var consumed);
            name = name[consumed..];
            folded[length++] = rune.Value switch
            {
                >= 'A' and <= 'Z' => (char)(rune.Value | 0x20),
                0x017F => 's',
                0x212A => 'k',
                <= char.MaxValue => (char)rune.Value,
                _ => char.MaxValue,
            };
        }

        return length;
    }
}
