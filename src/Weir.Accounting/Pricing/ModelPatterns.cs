namespace Weir.Accounting;

/// <summary>Patterns of model names, as routes have them: exact names, and beginnings that end in a star.</summary>
internal static class ModelPatterns
{
    /// <summary>What Ollama adds to a name without a tag.</summary>
    private const string DefaultTag = ":latest";

    public static bool IsPattern(string text) => text.Length > 0 && text.IndexOf('*', StringComparison.Ordinal) is var star && (star < 0 || star == text.Length - 1);

    /// <summary>How well a pattern fits: an exact name better than any beginning, a longer beginning better than a shorter; null when not at all.</summary>
    public static int? Fit(string pattern, string model)
    {
        if (pattern.EndsWith('*'))
        {
            return model.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal) ? pattern.Length : null;
        }

        return WithoutDefaultTag(pattern).SequenceEqual(WithoutDefaultTag(model)) ? int.MaxValue : null;
    }

    private static ReadOnlySpan<char> WithoutDefaultTag(string model) =>
        model.EndsWith(DefaultTag, StringComparison.Ordinal) ? model.AsSpan(0, model.Length - DefaultTag.Length) : model;
}
