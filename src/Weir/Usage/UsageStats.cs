namespace Weir.Usage;

/// <summary>What was used, added up.</summary>
internal record UsageStats
{
    /// <summary>Input, output, cache reads and cache writes together.</summary>
    public required long TotalTokens { get; init; }

    /// <summary>By the upstream's name.</summary>
    public required IReadOnlyDictionary<string, long> ByBackend { get; init; }

    /// <summary>By the model as callers named it.</summary>
    public required IReadOnlyDictionary<string, long> ByModel { get; init; }

    /// <summary>How many entries were added up.</summary>
    public required long EntryCount { get; init; }

    /// <summary>Input that no cache had part in.</summary>
    public required long InputTokens { get; init; }

    public required long OutputTokens { get; init; }

    public required long CacheReadTokens { get; init; }

    public required long CacheWriteTokens { get; init; }

    /// <summary>What all of it cost, each entry by the price of its admission.</summary>
    public required long NanoDollars { get; init; }
}
