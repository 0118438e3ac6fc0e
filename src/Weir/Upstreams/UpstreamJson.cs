using System.Text.Json.Serialization;

namespace Weir.Upstreams;

/// <summary>JSON of <c>/admin/api/upstreams</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(UpstreamRequest))]
[JsonSerializable(typeof(List<UpstreamAnswer>))]
[JsonSerializable(typeof(TrialAnswer))]
internal sealed partial class UpstreamJson : JsonSerializerContext;
