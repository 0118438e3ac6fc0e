using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Weir.Storage.Ledger;

/// <summary>
/// The budgets of an invite in their column: <c>[{"name":"A month","unit":"nano_dollars","window_kind":"month","time_zone":"UTC","cap":5000000000,…}]</c>.
/// </summary>
internal static class BudgetDraftColumn
{
    public static ValueConverter<List<BudgetDraft>, string> Converter { get; } = new(
        drafts => Write(drafts),
        text => JsonSerializer.Deserialize(text, BudgetDraftJson.Default.ListBudgetDraft)!);

    /// <summary>By their text: records compare their lists by reference.</summary>
    public static ValueComparer<List<BudgetDraft>> Comparer { get; } = new(
        (one, other) => Write(one!) == Write(other!),
        drafts => Write(drafts).GetHashCode(StringComparison.Ordinal),
        drafts => drafts.ToList());

    private static string Write(List<BudgetDraft> drafts) => JsonSerializer.Serialize(drafts, BudgetDraftJson.Default.ListBudgetDraft);
}
