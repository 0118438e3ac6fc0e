using System.Text.Json.Serialization;

namespace Weir.Storage.Ledger;

/// <summary>JSON of an invite's budgets in the database.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(List<BudgetDraft>))]
internal sealed partial class BudgetDraftJson : JsonSerializerContext;
