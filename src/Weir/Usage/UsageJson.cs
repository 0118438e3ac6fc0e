using System.Text.Json.Serialization;

namespace Weir.Usage;

/// <summary>JSON of usage.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(UsageAnswer))]
[JsonSerializable(typeof(UsageStats))]
[JsonSerializable(typeof(AdminUsageAnswer))]
[JsonSerializable(typeof(SummaryAnswer))]
internal sealed partial class UsageJson : JsonSerializerContext;
