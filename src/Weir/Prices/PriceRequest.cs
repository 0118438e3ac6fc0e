using System.Text.Json.Serialization;
using Weir.Bodies;

namespace Weir.Prices;

/// <summary>The body of <c>POST /admin/api/prices</c>.</summary>
internal sealed class PriceRequest
{
    /// <summary>What people call it.</summary>
    public string? Name { get; init; }

    /// <summary>The model's name at the upstream, or the beginning of names and a <c>*</c>. Left out of a fallback.</summary>
    public string? Model { get; init; }

    /// <summary>The name of the upstream that it is for; null: any.</summary>
    public string? Upstream { get; init; }

    /// <summary>True for the price of all models that have none.</summary>
    [JsonConverter(typeof(FlagConverter))]
    public bool IsFallback { get; init; }

    /// <summary>Its first instant, which must not be past; null: now. It ends the version before it, and itself ends where the next one begins.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>Nano-dollars for a million tokens, by their class: $3 is 3000000000.</summary>
    public RatesJson? NanoDollarsPerMillion { get; init; }

    /// <summary>By the value of <c>speed</c>.</summary>
    public MultipliersJson? Speed { get; init; }

    /// <summary>By the value of <c>service_tier</c>.</summary>
    public MultipliersJson? ServiceTier { get; init; }

    /// <summary>By the value of <c>inference_geo</c>.</summary>
    public MultipliersJson? InferenceGeo { get; init; }

    /// <summary>What long prompts cost; null: as short ones.</summary>
    public LongContextJson? LongContext { get; init; }

    /// <summary>Nano-dollars for a request of a server tool, by its name, for example <c>web_search</c>: $0.01 is 10000000.</summary>
    public Dictionary<string, long>? NanoDollarsPerToolRequest { get; init; }
}
