using Weir.Accounting;

namespace Weir.Proxy.Refusals;

/// <summary>The figures of the budget that was short, in its unit.</summary>
public sealed record BudgetFigures(long Used, long Reserved, long Needed, long Limit)
{
    public required BudgetUnit Unit { get; init; }

    public required SubjectKind Subject { get; init; }

    public required BudgetId Budget { get; init; }

    /// <summary>When its next window begins; null for one without end.</summary>
    public DateTimeOffset? ResetsAt { get; init; }
}
