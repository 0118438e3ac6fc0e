using System.Text.Json.Serialization;

namespace Weir.Budgets;

/// <summary>JSON of <c>/admin/api/budgets</c> and <c>/api/inference/budgets</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(List<BudgetAnswer>))]
[JsonSerializable(typeof(List<TemplateAnswer>))]
[JsonSerializable(typeof(List<SubjectChoice>))]
[JsonSerializable(typeof(BudgetRequest))]
[JsonSerializable(typeof(ChangeBudgetRequest))]
[JsonSerializable(typeof(TemplateRequest))]
internal sealed partial class BudgetJson : JsonSerializerContext;
