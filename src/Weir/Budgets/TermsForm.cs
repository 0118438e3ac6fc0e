using System.Globalization;

namespace Weir.Budgets;

/// <summary>What somebody typed of a budget or a template: money in dollars, as people think of it.</summary>
public sealed class TermsForm
{
    private const decimal NanoDollars = 1_000_000_000m;

    public string Name { get; set; } = "";

    public string Unit { get; set; } = "nano_dollars";

    public string Window { get; set; } = "month";

    public string TimeZone { get; set; } = "UTC";

    /// <summary>In the unit, and dollars for money; null: count only.</summary>
    public decimal? Cap { get; set; }

    /// <summary>True: refuse rather than lower the output.</summary>
    public bool Refuses { get; set; }

    public string Models { get; set; } = "";

    public bool IsMoney => Unit == "nano_dollars";

    /// <summary>The cap in the budget's unit.</summary>
    internal long? UnitCap => Cap is not { } cap ? null : IsMoney ? (long)decimal.Round(cap * NanoDollars) : (long)decimal.Truncate(cap);

    internal List<string> ModelList => [.. Models.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    internal string? GivenName => string.IsNullOrWhiteSpace(Name) ? null : Name.Trim();

    internal string WhenShort => Refuses ? "refuse" : "lower";

    /// <summary>All of it as a sentence, so that whoever fills the form sees what it comes to.</summary>
    /// <param name="who">Whose it is: "Mia", "Everyone together".</param>
    public string Sentence(string who)
    {
        var models = ModelList is { Count: > 0 } some ? $" of {string.Join(", ", some)}" : "";
        return UnitCap is { } cap
            ? $"{who} may use {BudgetPhrases.Amount(Unit, cap)}{models} {BudgetPhrases.Span(Window)}{Days}. When less is left than a request could need, {(Refuses ? "it is refused" : "its answer is cut to what is left")}."
            : $"What {Lower(who)} uses{models} is counted {BudgetPhrases.Span(Window)}{Days}, without a limit.";
    }

    /// <summary>Within a sentence. Names stay as they are.</summary>
    private static string Lower(string who) => who switch
    {
        "Everyone together" => "everyone together",
        _ when who.StartsWith("Each ", StringComparison.Ordinal) || who.StartsWith("The ", StringComparison.Ordinal) => char.ToLowerInvariant(who[0]) + who[1..],
        _ => who,
    };

    private string Days => Window == "total" ? "" : string.Create(CultureInfo.InvariantCulture, $", beginning at midnight in {TimeZone}");

    internal static TermsForm Of(BudgetAnswer budget) => Of(budget.Name, budget.Unit, budget.Window, budget.TimeZone, budget.Cap, budget.WhenShort, budget.Models);

    internal static TermsForm Of(TemplateAnswer template) =>
        Of(template.Name, template.Unit, template.Window, template.TimeZone, template.Cap, template.WhenShort, template.Models);

    private static TermsForm Of(string? name, string unit, string window, string zone, long? cap, string whenShort, List<string> models) => new()
    {
        Name = name ?? "",
        Unit = unit,
        Window = window,
        TimeZone = zone,
        Cap = cap is null ? null : unit == "nano_dollars" ? cap / NanoDollars : cap,
        Refuses = whenShort == "refuse",
        Models = string.Join(", ", models),
    };
}
