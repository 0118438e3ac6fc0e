namespace Weir.Accounting;

/// <summary>What a million tokens of each class cost, in nano-dollars.</summary>
public readonly record struct TokenRates(long Input, long CacheRead, long CacheWrite5m, long CacheWrite1h, long Output);
