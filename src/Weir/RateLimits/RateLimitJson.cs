using System.Text.Json.Serialization;

namespace Weir.RateLimits;

/// <summary>JSON of <c>/admin/api/rate-limits</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(List<RateLimitAnswer>))]
[JsonSerializable(typeof(RateLimitRequest))]
internal sealed partial class RateLimitJson : JsonSerializerContext;
