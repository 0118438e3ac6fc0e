namespace Weir.Keys;

/// <summary>A key as its owner sees it.</summary>
/// <param name="Id">Its id; the key's text begins with <c>weir_</c> and it.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Scope"><c>inference</c> or <c>admin</c>.</param>
/// <param name="Models">The models, or beginnings of names with a star, that it is limited to; empty: all.</param>
/// <param name="AllowInPath">True when it may also come in the path.</param>
/// <param name="TokenLimit">The cap of its total budget; null: none.</param>
/// <param name="TotalTokens">What that budget has counted.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends; null: never.</param>
internal sealed record KeyAnswer(
    Guid Id,
    string Name,
    string Scope,
    List<string> Models,
    bool AllowInPath,
    long? TokenLimit,
    long TotalTokens,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt);
