using System.Text.Json.Serialization;

namespace Weir.Usage;

/// <summary>What everybody, or one user, has used: added up, by user, and one page of it, newest first.</summary>
internal sealed record AdminUsageAnswer
{
    public required long TotalTokens { get; init; }

    public required IReadOnlyDictionary<string, long> ByBackend { get; init; }

    public required IReadOnlyDictionary<string, long> ByModel { get; init; }

    public required long EntryCount { get; init; }

    /// <inheritdoc cref="UsageStats.InputTokens"/>
    public required long InputTokens { get; init; }

    public required long OutputTokens { get; init; }

    public required long CacheReadTokens { get; init; }

    public required long CacheWriteTokens { get; init; }

    public required IReadOnlyList<UserUsage> ByUser { get; init; }

    public required IReadOnlyList<UsageLine> UsageHistory { get; init; }

    /// <inheritdoc cref="UsageAnswer.Next"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required string? Next { get; init; }
}
