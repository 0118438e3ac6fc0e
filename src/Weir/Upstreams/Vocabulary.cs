using System.Diagnostics.CodeAnalysis;

namespace Weir.Upstreams;

/// <summary>The words by which people write the values of an enumeration, in settings as in JSON.</summary>
internal sealed class Vocabulary<T>(params IReadOnlyList<(T Value, string Word)> entries)
    where T : struct, Enum
{
    /// <summary>All of them for a message: <c>a, b or c</c>.</summary>
    public string Choices { get; } = entries.Count == 1
        ? entries[0].Word
        : $"{string.Join(", ", entries.Take(entries.Count - 1).Select(entry => entry.Word))} or {entries[^1].Word}";

    public string Word(T value) => entries.First(entry => EqualityComparer<T>.Default.Equals(entry.Value, value)).Word;

    /// <summary>Takes a word in any case, and with <c>-</c> or nothing for its <c>_</c>.</summary>
    public bool TryRead([NotNullWhen(true)] string? text, out T value)
    {
        foreach (var entry in entries)
        {
            if (text is not null && string.Equals(Plain(entry.Word), Plain(text), StringComparison.OrdinalIgnoreCase))
            {
                value = entry.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    private static string Plain(string word) => word.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
}
