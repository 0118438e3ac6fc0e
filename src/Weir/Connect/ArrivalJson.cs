using System.Text.Json.Serialization;

namespace Weir.Connect;

/// <summary>How arrivals are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Arrival))]
internal sealed partial class ArrivalJson : JsonSerializerContext;
