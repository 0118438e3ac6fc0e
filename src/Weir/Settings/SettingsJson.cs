using System.Text.Json.Serialization;

namespace Weir.Settings;

/// <summary>JSON of <c>/admin/api/settings</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SettingsAnswer))]
internal sealed partial class SettingsJson : JsonSerializerContext;
