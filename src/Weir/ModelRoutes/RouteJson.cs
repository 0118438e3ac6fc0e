using System.Text.Json.Serialization;

namespace Weir.ModelRoutes;

/// <summary>JSON of <c>/admin/api/routes</c> and <c>/admin/api/models</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RouteRequest))]
[JsonSerializable(typeof(List<RouteAnswer>))]
[JsonSerializable(typeof(List<ModelAnswer>))]
internal sealed partial class RouteJson : JsonSerializerContext;
