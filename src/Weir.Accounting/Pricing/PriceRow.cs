using System.Text.Json.Serialization;

namespace Weir.Accounting;

/// <summary>One line of a <see cref="PriceTable"/>.</summary>
internal sealed record PriceRow
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string[] Models { get; init; }

    /// <summary>Null for the first version of a price.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    public required decimal Input { get; init; }

    public required decimal CacheRead { get; init; }

    [JsonPropertyName("cache_write_5m")]
    public required decimal CacheWrite5m { get; init; }

    [JsonPropertyName("cache_write_1h")]
    public required decimal CacheWrite1h { get; init; }

    public required decimal Output { get; init; }

    public Dictionary<string, decimal>? Speed { get; init; }

    public Dictionary<string, decimal>? InferenceGeo { get; init; }

    public LongContextRow? LongContext { get; init; }
}
