using System.Text.Json.Serialization;

namespace Weir.Exports;

/// <summary>JSON of a line of an export.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ExportRow))]
internal sealed partial class ExportJson : JsonSerializerContext;
