using System.Text.Json.Serialization;

namespace Weir.Corrections;

/// <summary>JSON of corrections.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CorrectRequest))]
[JsonSerializable(typeof(CorrectionAnswer))]
[JsonSerializable(typeof(CorrectionsAnswer))]
internal sealed partial class CorrectionJson : JsonSerializerContext;
