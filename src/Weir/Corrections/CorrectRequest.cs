using System.Text.Json.Serialization;

namespace Weir.Corrections;

/// <summary>
/// The body of <c>POST /admin/api/usage/{entry}/corrections</c>: what the attempt really used, in whole figures and not in differences. What is
/// left out stays as it is.
/// </summary>
internal sealed class CorrectRequest
{
    /// <summary>Why, in 1 to 500 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>Input that was neither read from a cache nor written to one.</summary>
    public long? InputTokens { get; init; }

    public long? CacheReadTokens { get; init; }

    [JsonPropertyName("cache_write_5m_tokens")]
    public long? CacheWrite5mTokens { get; init; }

    [JsonPropertyName("cache_write_1h_tokens")]
    public long? CacheWrite1hTokens { get; init; }

    public long? OutputTokens { get; init; }

    /// <summary>What it cost. Left out, the cost changes by what the counts make in the attempt's own price.</summary>
    public long? NanoDollars { get; init; }

    /// <summary>1 when it counts as a request, 0 when it doesn't.</summary>
    public long? Requests { get; init; }
}
