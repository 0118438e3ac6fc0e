using System.Text.Json.Serialization;

namespace Weir.Accounting;

/// <summary>Reads a price table: names with underscores, and nothing that isn't known, so that a slip doesn't pass as a default.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(PriceTable))]
internal sealed partial class PriceTableJson : JsonSerializerContext;
