using Microsoft.AspNetCore.Components;

namespace Weir.Budgets;

/// <summary>What is used and left of one budget.</summary>
public sealed partial class OwnBudget
{
    /// <summary>In percent: from here on it is worth a warning.</summary>
    private const double Near = 80;

    [Parameter, EditorRequired]
    public required BudgetAnswer Budget { get; set; }

    private string Name => Budget.Name ?? $"{Whose}{What} {When}";

    private string Whose => Budget.Subject switch
    {
        "api_key" => "This key’s ",
        "group" => "Your group’s ",
        "everyone" => "Everyone’s ",
        "upstream" => $"{Budget.Upstream}’s ",
        _ => "Your ",
    };

    private string What => Budget.Unit switch
    {
        "nano_dollars" => "money",
        "input_tokens" => "input tokens",
        "output_tokens" => "output tokens",
        "requests" => "requests",
        _ => "tokens",
    };

    private string When => Budget.Window switch
    {
        "day" => "today",
        "month" => "this month",
        _ => "in total",
    };

    private double Share(long cap) => cap == 0 ? 100 : Math.Clamp(Budget.Current.Posted * 100.0 / cap, 0, 100);

    private string Class(long cap) => Share(cap) >= 100 ? "meter full" : Share(cap) >= Near ? "meter near" : "meter";

    private string Words(long cap) => $"{Amount(Budget.Current.Posted)} of {Amount(cap)} used"
        + (Budget.Current.Pending > 0 ? $", {Amount(Budget.Current.Pending)} set aside by what is running" : "")
        + $"; {Amount(Budget.Left ?? 0)} left.";

    private string Amount(long value) => BudgetPhrases.Figure(Budget.Unit, value);
}
