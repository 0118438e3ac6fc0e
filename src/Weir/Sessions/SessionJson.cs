using System.Text.Json.Serialization;

namespace Weir.Sessions;

/// <summary>JSON of <c>/auth/sessions</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(List<SessionAnswer>))]
[JsonSerializable(typeof(EndedAnswer))]
internal sealed partial class SessionJson : JsonSerializerContext;
