using System.Text.Json.Serialization;
using Weir.Accounting;

namespace Weir.Prices;

/// <summary>What a million tokens cost, in nano-dollars.</summary>
public sealed class RatesJson
{
    public long? Input { get; init; }

    /// <summary>Left out: as <c>input</c>; so are the writes.</summary>
    public long? CacheRead { get; init; }

    [JsonPropertyName("cache_write_5m")]
    public long? CacheWrite5m { get; init; }

    [JsonPropertyName("cache_write_1h")]
    public long? CacheWrite1h { get; init; }

    public long? Output { get; init; }

    public static RatesJson Of(TokenRates rates) => new()
    {
        Input = rates.Input,
        CacheRead = rates.CacheRead,
        CacheWrite5m = rates.CacheWrite5m,
        CacheWrite1h = rates.CacheWrite1h,
        Output = rates.Output,
    };
}
