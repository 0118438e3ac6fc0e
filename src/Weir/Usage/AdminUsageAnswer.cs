using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Weir.Usage;

/// <summary>What everybody, or one user, has used: added up, by user, and one page of it, newest first.</summary>
internal sealed record AdminUsageAnswer : UsageStats
{
    [SetsRequiredMembers]
    internal AdminUsageAnswer(UsageStats stats, IReadOnlyList<UserUsage> byUser, IReadOnlyList<UsageLine> usageHistory, string? next)
        : base(stats) => (ByUser, UsageHistory, Next) = (byUser, usageHistory, next);

    [JsonPropertyOrder(1)]
    public required IReadOnlyList<UserUsage> ByUser { get; init; }

    [JsonPropertyOrder(2)]
    public required IReadOnlyList<UsageLine> UsageHistory { get; init; }

    /// <inheritdoc cref="UsageAnswer.Next"/>
    [JsonPropertyOrder(3)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Next { get; init; }
}
