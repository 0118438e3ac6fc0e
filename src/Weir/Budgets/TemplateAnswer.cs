using Weir.Accounting;
using Weir.Storage.Ledger;

namespace Weir.Budgets;

/// <summary>A budget that new users get a copy of.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Role">Who gets it: <c>user</c> or <c>admin</c>.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Unit">As of a budget.</param>
/// <param name="Window">As of a budget.</param>
/// <param name="TimeZone">As of a budget.</param>
/// <param name="Cap">As of a budget.</param>
/// <param name="WhenShort">As of a budget.</param>
/// <param name="Models">As of a budget.</param>
public sealed record TemplateAnswer(
    Guid Id,
    string Role,
    string? Name,
    string Unit,
    string Window,
    string TimeZone,
    long? Cap,
    string WhenShort,
    List<string> Models)
{
    public const string User = "user";

    public const string Administrator = "admin";

    public static TemplateAnswer Of(BudgetTemplate template) => new(
        template.Id,
        template.IsForAdministrators ? Administrator : User,
        template.Name,
        BudgetWords.Of(template.Unit),
        BudgetWords.Of(template.WindowKind),
        template.TimeZone,
        template.Cap,
        BudgetWords.Of(template.WhenShort),
        template.Models);
}
