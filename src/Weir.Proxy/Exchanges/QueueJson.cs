using System.Text.Json.Serialization;

namespace Weir.Proxy.Exchanges;

/// <summary>JSON of <c>/api/inference/queue</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(QueueAnswer))]
internal sealed partial class QueueJson : JsonSerializerContext;
