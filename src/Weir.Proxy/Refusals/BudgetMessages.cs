using System.Diagnostics;
using System.Globalization;
using Weir.Accounting;
using Weir.Proxy.Metering;

namespace Weir.Proxy.Refusals;

/// <summary>Says in a sentence which budget had no room.</summary>
internal static class BudgetMessages
{
    private const decimal NanoDollarsPerDollar = 1_000_000_000;

    /// <summary>For one that waiting for open requests cannot help.</summary>
    public static string Reached(ReserveResult.Refused refused) => IsTokenLimit(refused)
        ? "Token limit exceeded"
        : $"{Budget(refused)} reached{(refused.ResetsAt is { } at ? $"; it begins anew at {Time(at)}" : "")}";

    /// <summary>For one that open requests stand in the way of.</summary>
    public static string Reserved(ReserveResult.Refused refused) => IsTokenLimit(refused)
        ? "Token limit reserved by requests that are still running"
        : $"{Budget(refused)} reserved by requests that are still running";

    /// <summary>As in JSON, in whole seconds: windows begin at midnights.</summary>
    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static bool IsTokenLimit(ReserveResult.Refused refused) => refused is { Unit: BudgetUnit.Tokens, Window: WindowKind.Total };

    private static string Budget(ReserveResult.Refused refused) => $"{Window(refused.Window)} of {Amount(refused.Limit, refused.Unit)}{Owner(refused.Subject)}";

    private static string Window(WindowKind window) => window switch
    {
        WindowKind.Total => "Budget",
        WindowKind.Day => "Daily budget",
        WindowKind.Month => "Monthly budget",
        _ => throw new UnreachableException($"There is no window {window}."),
    };

    private static string Amount(long limit, BudgetUnit unit) => unit == BudgetUnit.NanoDollars
        ? string.Create(CultureInfo.InvariantCulture, $"${limit / NanoDollarsPerDollar:#,0.00#######}")
        : string.Create(CultureInfo.InvariantCulture, $"{limit:#,0} {Plain(unit, limit)}");

    private static string Plain(BudgetUnit unit, long limit)
    {
        var words = BudgetWords.Of(unit).Replace('_', ' ');
        return limit == 1 ? words[..^1] : words;
    }

    private static string Owner(SubjectKind subject) => subject switch
    {
        SubjectKind.User => "",
        SubjectKind.ApiKey => " of this API key",
        SubjectKind.Everyone => " of everyone together",
        SubjectKind.Upstream => " of this upstream",
        SubjectKind.Group => " of your group",
        _ => throw new UnreachableException($"There is no subject {subject}."),
    };
}
