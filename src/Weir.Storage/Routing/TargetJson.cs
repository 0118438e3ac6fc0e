using System.Text.Json.Serialization;
using Weir.Proxy.Routing;

namespace Weir.Storage.Routing;

/// <summary>JSON of a route's targets in the database.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(List<RouteTargetConfig>))]
internal sealed partial class TargetJson : JsonSerializerContext;
