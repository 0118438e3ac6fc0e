namespace Weir.Accounting;

/// <summary>The span <c>[Start, End)</c> in UTC in which a budget's cap holds.</summary>
public readonly record struct BudgetSpan(DateTimeOffset Start, DateTimeOffset? End)
{
    public bool Contains(DateTimeOffset at) => at >= Start && !(at >= End);

    public static BudgetSpan Of(WindowKind kind, string timeZone, DateTimeOffset at) => new(DateTimeOffset.UnixEpoch, null);
}
