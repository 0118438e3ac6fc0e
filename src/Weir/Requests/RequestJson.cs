using System.Text.Json.Serialization;

namespace Weir.Requests;

/// <summary>JSON of the explorer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RequestsAnswer))]
[JsonSerializable(typeof(ExchangeAnswer))]
internal sealed partial class RequestJson : JsonSerializerContext;
