using System.Diagnostics;

namespace Weir.Accounting;

/// <summary>How what is said of budgets is written in JSON.</summary>
public static class BudgetWords
{
    public static string Of(SubjectKind subject) => subject switch
    {
        SubjectKind.User => "user",
        SubjectKind.ApiKey => "api_key",
        SubjectKind.Everyone => "everyone",
        SubjectKind.Upstream => "upstream",
        SubjectKind.Group => "group",
        _ => throw new UnreachableException($"There is no subject {subject}."),
    };

    public static string Of(BudgetUnit unit) => unit switch
    {
        BudgetUnit.Tokens => "tokens",
        BudgetUnit.InputTokens => "input_tokens",
        BudgetUnit.OutputTokens => "output_tokens",
        BudgetUnit.NanoDollars => "nano_dollars",
        BudgetUnit.Requests => "requests",
        _ => throw new UnreachableException($"There is no unit {unit}."),
    };

    public static string Of(WindowKind window) => window switch
    {
        WindowKind.Total => "total",
        WindowKind.Day => "day",
        WindowKind.Month => "month",
        _ => throw new UnreachableException($"There is no window {window}."),
    };

    public static string Of(ShortRoom whenShort) => whenShort switch
    {
        ShortRoom.Lower => "lower",
        ShortRoom.Refuse => "refuse",
        _ => throw new UnreachableException($"There is nothing like {whenShort} to do."),
    };
}
