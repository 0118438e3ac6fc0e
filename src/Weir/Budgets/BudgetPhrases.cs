using Weir.Web.Controls;

namespace Weir.Budgets;

/// <summary>How pages speak of budgets.</summary>
internal static class BudgetPhrases
{
    public static readonly (string Word, string Label)[] Units =
    [
        ("nano_dollars", "Money"),
        ("tokens", "Tokens, all kinds"),
        ("input_tokens", "Input tokens"),
        ("output_tokens", "Output tokens"),
        ("requests", "Requests"),
    ];

    public static readonly (string Word, string Label)[] Windows =
    [
        ("day", "A day"),
        ("month", "A month"),
        ("total", "In total, for good"),
    ];

    public static readonly (string Word, string Label)[] Subjects =
    [
        ("user", "A user"),
        ("group", "A group together"),
        ("api_key", "An API key"),
        ("upstream", "An upstream"),
        ("everyone", "Everyone together"),
    ];

    /// <summary><c>$5.00</c>, <c>1.2 M tokens</c>, <c>40 requests</c>.</summary>
    public static string Amount(string unit, long amount) => unit switch
    {
        "nano_dollars" => Numbers.Money(amount),
        "tokens" => $"{Numbers.Short(amount)} tokens",
        "input_tokens" => $"{Numbers.Short(amount)} input tokens",
        "output_tokens" => $"{Numbers.Short(amount)} output tokens",
        _ => $"{Numbers.Full(amount)} {(amount == 1 ? "request" : "requests")}",
    };

    /// <summary>The same without the unit, where that is said beside it.</summary>
    public static string Figure(string unit, long amount) => unit switch
    {
        "nano_dollars" => Numbers.Money(amount),
        "requests" => Numbers.Full(amount),
        _ => Numbers.Short(amount),
    };

    public static string Span(string window) => window switch
    {
        "day" => "a day",
        "month" => "a month",
        _ => "in total",
    };

    /// <summary>Whose a budget is.</summary>
    public static string Who(BudgetAnswer budget) => budget.Subject switch
    {
        "everyone" => "Everyone together",
        _ => budget.SubjectName ?? "Somebody who was deleted",
    };

    public static string Kind(BudgetAnswer budget) => budget.Subject switch
    {
        "user" => "User",
        "group" => "Group",
        "api_key" => "API key",
        "upstream" => "Upstream",
        _ => "",
    };

    /// <summary>What is not usual about it.</summary>
    public static string Notes(BudgetAnswer budget) => string.Join(
        "; ",
        new[]
        {
            budget.Models.Count > 0 ? "only " + string.Join(", ", budget.Models) : "",
            budget.WhenShort == "refuse" ? "refuses when short" : "",
            budget.Window != "total" && budget.TimeZone != "UTC" ? budget.TimeZone : "",
        }.Where(note => note.Length > 0));
}
