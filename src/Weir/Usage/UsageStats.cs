namespace Weir.Usage;

/// <summary>What was used, added up.</summary>
/// <param name="TotalTokens">The four kinds below together.</param>
/// <param name="ByBackend">By the upstream's name.</param>
/// <param name="ByModel">By the model as callers named it.</param>
/// <param name="EntryCount">How many entries were added up.</param>
/// <param name="InputTokens">Input that no cache had part in.</param>
/// <param name="OutputTokens">Output.</param>
/// <param name="CacheReadTokens">Input read from a cache.</param>
/// <param name="CacheWriteTokens">Input written to a cache.</param>
internal sealed record UsageStats(
    long TotalTokens,
    IReadOnlyDictionary<string, long> ByBackend,
    IReadOnlyDictionary<string, long> ByModel,
    long EntryCount,
    long InputTokens,
    long OutputTokens,
    long CacheReadTokens,
    long CacheWriteTokens);
