using System.Text.Json.Serialization;

namespace Weir.Refusals;

/// <summary>JSON of refusals.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(OwnRefusalsAnswer))]
[JsonSerializable(typeof(RefusalsAnswer))]
internal sealed partial class RefusalJson : JsonSerializerContext;
