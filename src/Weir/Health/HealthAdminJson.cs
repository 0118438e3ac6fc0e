using System.Text.Json.Serialization;

namespace Weir.Health;

/// <summary>JSON of <c>/admin/api/health</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(LedgerCheckAnswer))]
internal sealed partial class HealthAdminJson : JsonSerializerContext;
