using System.Text.Json.Serialization;

namespace Weir.Prices;

/// <summary>JSON of <c>/admin/api/prices</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PricesAnswer))]
[JsonSerializable(typeof(PriceRequest))]
[JsonSerializable(typeof(EndPriceRequest))]
internal sealed partial class PriceJson : JsonSerializerContext;
