namespace Weir.Usage;

/// <summary>What everybody, or one user, has used: added up, by user, and one page of it, newest first.</summary>
internal sealed record AdminUsageAnswer(
    long TotalTokens,
    IReadOnlyDictionary<string, long> ByBackend,
    IReadOnlyDictionary<string, long> ByModel,
    long EntryCount,
    long InputTokens,
    long OutputTokens,
    long CacheReadTokens,
    long CacheWriteTokens,
    IReadOnlyList<UserUsage> ByUser,
    IReadOnlyList<UsageLine> UsageHistory,
    string? Next);
