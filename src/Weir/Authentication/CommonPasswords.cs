using System.Collections.Frozen;

namespace Weir.Authentication;

/// <summary>
/// The words that common passwords are made of. Lists of leaked passwords of twelve characters and more hold little else than these,
/// strung together and filled up with digits, so the words catch what no list of moderate size would.
/// </summary>
internal static class CommonPasswords
{
    private static readonly FrozenSet<string> Words = Load();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Words.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly int Shortest = Words.Min(word => word.Length);

    private static readonly int Longest = Words.Max(word => word.Length);

    /// <summary>Length of the longest common word at the start of a lower-case text, or 0.</summary>
    public static int MatchStart(ReadOnlySpan<char> text)
    {
        for (var length = Math.Min(Longest, text.Length); length >= Shortest; length--)
        {
            if (Lookup.Contains(text[..length]))
            {
                return length;
            }
        }

        return 0;
    }

    private static FrozenSet<string> Load()
    {
        using var stream = typeof(CommonPasswords).Assembly.GetManifestResourceStream("CommonPasswords.txt")
            ?? throw new InvalidOperationException("CommonPasswords.txt is not embedded in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
