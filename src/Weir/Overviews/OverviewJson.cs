using System.Text.Json.Serialization;

namespace Weir.Overviews;

/// <summary>JSON of overviews.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(OverviewAnswer))]
internal sealed partial class OverviewJson : JsonSerializerContext;
