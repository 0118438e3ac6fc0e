namespace Weir.Accounting;

/// <summary>Names of models: exact ones, and beginnings that end in a star. Routes, budgets, prices and limits of keys have them all alike.</summary>
public static class ModelPattern
{
    /// <summary>What Ollama adds to a name without a tag.</summary>
    private const string DefaultTag = ":latest";

    /// <summary>Names in requests are longer only by mistake.</summary>
    private const int Longest = 200;

    /// <summary>True for what a model can be called by: a star stands at the end or nowhere.</summary>
    public static bool IsWellFormed(string pattern) =>
        pattern.Length is > 0 and <= Longest
        && pattern.IndexOf('*', StringComparison.Ordinal) is var star && (star < 0 || star == pattern.Length - 1)
        && !pattern.Any(char.IsControl) && pattern.AsSpan().Trim().Length == pattern.Length;

    public static bool Fits(string pattern, string model) => pattern.EndsWith('*')
        ? model.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal)
        : IsSame(pattern, model);

    /// <summary>How well a pattern fits: an exact name better than any beginning, a longer beginning better than a shorter; null when not at all.</summary>
    public static int? Fit(string pattern, string model) => !Fits(pattern, model) ? null : pattern.EndsWith('*') ? pattern.Length : int.MaxValue;

    /// <summary>True for equal names, and for an Ollama name with and without the tag that is meant by none.</summary>
    public static bool IsSame(string one, string other) => WithoutDefaultTag(one).SequenceEqual(WithoutDefaultTag(other));

    /// <summary>The name by which the same model is always found.</summary>
    public static ReadOnlySpan<char> WithoutDefaultTag(string model) =>
        model.EndsWith(DefaultTag, StringComparison.Ordinal) ? model.AsSpan(0, model.Length - DefaultTag.Length) : model;
}
