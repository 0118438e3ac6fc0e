namespace Weir.Accounting;

/// <summary>The input that a request can have at the most, and the classes that it allows.</summary>
/// <param name="Tokens">Upper bound of all classes together.</param>
/// <param name="WritesCache5m">True when input may be written to a cache that lives five minutes.</param>
/// <param name="WritesCache1h">True when input may be written to a cache that lives an hour.</param>
public readonly record struct BoundedInput(long Tokens, bool WritesCache5m, bool WritesCache1h);
