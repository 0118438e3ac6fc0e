using Weir.Accounting;
using Weir.Storage.Ledger;

namespace Weir.Invites;

/// <summary>A budget that who joins gets.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Unit">As of a budget.</param>
/// <param name="Window">As of a budget.</param>
/// <param name="TimeZone">As of a budget.</param>
/// <param name="Cap">As of a budget.</param>
/// <param name="WhenShort">As of a budget.</param>
/// <param name="Models">As of a budget.</param>
internal sealed record InviteBudgetAnswer(string? Name, string Unit, string Window, string TimeZone, long? Cap, string WhenShort, List<string> Models)
{
    public static InviteBudgetAnswer Of(BudgetDraft draft) => new(
        draft.Name,
        BudgetWords.Of(draft.Unit),
        BudgetWords.Of(draft.WindowKind),
        draft.TimeZone,
        draft.Cap,
        BudgetWords.Of(draft.WhenShort),
        draft.Models);
}
