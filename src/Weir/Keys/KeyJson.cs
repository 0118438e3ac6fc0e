using System.Text.Json.Serialization;

namespace Weir.Keys;

/// <summary>JSON of <c>/api/keys</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CreateKeyRequest))]
[JsonSerializable(typeof(CreatedKeyAnswer))]
[JsonSerializable(typeof(List<KeyAnswer>))]
internal sealed partial class KeyJson : JsonSerializerContext;
