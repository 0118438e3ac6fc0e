using System.Text.Json.Serialization;
using Weir.Accounting;

namespace Weir.Storage.Pricing;

/// <summary>JSON of a price's terms in the database.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(PriceTerms))]
internal sealed partial class TermsJson : JsonSerializerContext;
