namespace Weir.Proxy.Refusals;

/// <summary>The figures of the budget that was short, in its unit.</summary>
public sealed record BudgetFigures(long Used, long Reserved, long Needed, long Limit);
