namespace Weir.Accounting;

/// <summary>Identifies: A cap over a window, owned by a subject.</summary>
public readonly record struct BudgetId(Guid Value)
{
    public static BudgetId New() => new(Guid.CreateVersion7());

    public override string ToString() => Value.ToString();
}
